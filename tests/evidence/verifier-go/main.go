// Verifies a log that is served in the C2SP tlog-tiles form with clients that others wrote: Go's x/mod/sumdb (the checksum
// database's) and Tessera's client and fsck. Usage: verifier URL KEY-LINE < proofs.json
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand"
	"net/http"
	"net/url"
	"os"
	"strings"

	"github.com/transparency-dev/merkle/rfc6962"
	"github.com/transparency-dev/tessera/api"
	"github.com/transparency-dev/tessera/client"
	"github.com/transparency-dev/tessera/fsck"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// proofs are those that the log's own program made.
type proofs struct {
	Inclusion []struct {
		Index, Size int64
		Leaf, Root  tlog.Hash
		Proof       []tlog.Hash
	}
	Consistency []struct {
		From, To         int64
		FromRoot, ToRoot tlog.Hash
		Proof            []tlog.Hash
	}
}

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: verifier URL KEY-LINE < proofs.json")
		os.Exit(2)
	}
	if err := run(strings.TrimSuffix(os.Args[1], "/"), os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(prefix, line string) error {
	ctx := context.Background()
	verifier, err := note.NewVerifier(line)
	if err != nil {
		return fmt.Errorf("key: %w", err)
	}
	root, err := url.Parse(prefix + "/")
	if err != nil {
		return err
	}
	fetcher, err := client.NewHTTPFetcher(root, http.DefaultClient)
	if err != nil {
		return err
	}
	checkpoint, _, _, err := client.FetchCheckpoint(ctx, fetcher.ReadCheckpoint, verifier, verifier.Name())
	if err != nil {
		return fmt.Errorf("checkpoint: %w", err)
	}
	if err := fsck.New(verifier.Name(), verifier, fetcher, leafHashes, fsck.Opts{N: 4}).Check(ctx); err != nil {
		return fmt.Errorf("fsck: %w", err)
	}
	fmt.Printf("fsck of %d leaves passed\n", checkpoint.Size)
	tree := tlog.Tree{N: int64(checkpoint.Size)}
	copy(tree.Hash[:], checkpoint.Hash)
	if err := proveFromTiles(prefix, tree); err != nil {
		return fmt.Errorf("proofs from tiles: %w", err)
	}
	return checkGiven(os.Stdin)
}

func leafHashes(bundle []byte) ([][]byte, error) {
	var entries api.EntryBundle
	if err := entries.UnmarshalText(bundle); err != nil {
		return nil, err
	}
	var hashes [][]byte
	for _, entry := range entries.Entries {
		hashes = append(hashes, rfc6962.DefaultHasher.HashLeaf(entry))
	}
	return hashes, nil
}

// proveFromTiles makes proofs from the served tiles with sumdb's own reader, which checks every tile against the root.
func proveFromTiles(prefix string, tree tlog.Tree) error {
	reader := tlog.TileHashReader(tree, &tiles{prefix: prefix, known: map[string][]byte{}})
	random := rand.New(rand.NewSource(1))
	const count = 500
	for range count {
		index := random.Int63n(tree.N)
		leaf, err := reader.ReadHashes([]int64{tlog.StoredHashIndex(0, index)})
		if err != nil {
			return err
		}
		record, err := tlog.ProveRecord(tree.N, index, reader)
		if err != nil {
			return err
		}
		if err := tlog.CheckRecord(record, tree.N, tree.Hash, index, leaf[0]); err != nil {
			return fmt.Errorf("leaf %d: %w", index, err)
		}
		older := index + 1
		olderRoot, err := tlog.TreeHash(older, reader)
		if err != nil {
			return err
		}
		proof, err := tlog.ProveTree(tree.N, older, reader)
		if err != nil {
			return err
		}
		if err := tlog.CheckTree(proof, tree.N, tree.Hash, older, olderRoot); err != nil {
			return fmt.Errorf("size %d: %w", older, err)
		}
	}
	fmt.Printf("%d proofs from tiles passed\n", 2*count)
	return nil
}

// tiles reads tiles of height 8 for sumdb, whose paths name the height too.
type tiles struct {
	prefix string
	known  map[string][]byte
}

func (t *tiles) Height() int                     { return 8 }
func (t *tiles) SaveTiles([]tlog.Tile, [][]byte) {}
func (t *tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var found [][]byte
	for _, tile := range wanted {
		path := "tile/" + strings.TrimPrefix(tile.Path(), "tile/8/")
		if t.known[path] == nil {
			answer, err := http.Get(t.prefix + "/" + path)
			if err != nil {
				return nil, err
			}
			bytes, err := io.ReadAll(answer.Body)
			answer.Body.Close()
			if err != nil || answer.StatusCode != http.StatusOK {
				return nil, fmt.Errorf("%s: status %d, %v", path, answer.StatusCode, err)
			}
			t.known[path] = bytes
		}
		found = append(found, t.known[path])
	}
	return found, nil
}

func checkGiven(input io.Reader) error {
	var given proofs
	if err := json.NewDecoder(input).Decode(&given); err != nil {
		return fmt.Errorf("proofs: %w", err)
	}
	for _, one := range given.Inclusion {
		if err := tlog.CheckRecord(one.Proof, one.Size, one.Root, one.Index, one.Leaf); err != nil {
			return fmt.Errorf("inclusion of %d in %d: %w", one.Index, one.Size, err)
		}
	}
	for _, one := range given.Consistency {
		if err := tlog.CheckTree(one.Proof, one.To, one.ToRoot, one.From, one.FromRoot); err != nil {
			return fmt.Errorf("consistency of %d and %d: %w", one.From, one.To, err)
		}
	}
	fmt.Printf("%d inclusion and %d consistency proofs passed\n", len(given.Inclusion), len(given.Consistency))
	return nil
}
