import { createHash } from 'node:crypto';
import type { HttpAnswer } from '../platform/http.ts';
import type { GraphqlRequest } from './graphql-request.ts';

/** What the page can lead to. */
export interface Welcome {
  /** Where GraphQL is asked, as the page's own address has it. */
  readonly address: string;
  /** Whether the same server hands out the schema and the documents as files. */
  readonly documents: boolean;
}

/** Black on white and the like: contrasts of 7 to 1 and more (WCAG 2.2, 1.4.6); nothing is wider than its window. */
const style = `:root { color: #1a1a1a; background: #fff; font: 100%/1.6 system-ui, sans-serif }
body { max-width: 44rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; overflow-wrap: anywhere }
h1 { margin: 0 } h2 { margin-top: 2.5rem; border-top: 1px solid #767676; padding-top: 1rem }
pre { background: #f4f4f4; padding: 1rem; white-space: pre-wrap }
code, pre { font: .9em/1.5 ui-monospace, monospace } p code { white-space: nowrap } li { margin: .35rem 0 }
a { color: #0b3d91 } a:focus-visible { outline: 3px solid #0b3d91; outline-offset: 2px }`;

const hash = createHash('sha256').update(style).digest('base64');
const headers = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-cache',
};

/** A page that loads nothing from anywhere, in English and in Chinese. */
export function welcomePage({ address, documents }: Welcome): HttpAnswer {
  const curl = `curl -H 'content-type: application/json' \\
  -d '{ "query": "{ divisions(first: 5) { nodes { code name } } }" }' \\
  ${address}`;
  return { statusCode: 200, headers, body: pageOf(english(curl, documents), chinese(curl, documents)) };
}

/**
 * The address under which a request came; of API Gateway's own name, behind which another may lie that callers know, and of
 * anything that is no host, a word that stands for it.
 */
export function addressIn({ headers: { host = '', 'x-forwarded-proto': scheme } }: GraphqlRequest): string {
  const known = /^(?:[\w.-]+|\[[\da-f:]+\])(?::\d{1,5})?$/i.test(host) && !host.includes('execute-api');
  return known ? `${scheme === 'https' ? 'https' : 'http'}://${host}/graphql` : 'ADDRESS-OF-THIS-PAGE';
}

function pageOf(...languages: readonly string[]): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Basegrid: a city's base registers as one GraphQL API</title>
<style>${style}</style>
</head>
<body>
<header><h1>Basegrid</h1>
<nav aria-label="Language"><a href="#en">English</a> · <a href="#zh" lang="zh-CN" hreflang="zh-CN">中文</a></nav></header>
<main>
${languages.join('\n')}
</main>
</body>
</html>
`;
}

function english(curl: string, documents: boolean): string {
  const files = documents
    ? `<li><a href="schema.graphql">The schema</a>: every field, with its class and description. Tools get it by introspection</li>
<li><a href="README.md">README</a>, <a href="docs/errors.md">errors, prices and budgets</a>,
<a href="docs/evidence.md">the evidence log</a>, <a href="docs/operations.md">operations</a></li>`
    : `<li>The schema: tools get it by introspection; <code>schema/schema.graphql</code> of the source is the same</li>
<li>Documents: <code>README.md</code> and <code>docs/</code> of the source</li>`;
  return `<section id="en">
<h2>A city's base registers as one GraphQL API</h2>
<p>Administrative divisions, grids, buildings, house codes, legal entities, and statements about their credit: with a privacy
rule on every field, and evidence of what was published. Send a query by POST, as JSON:</p>
<pre tabindex="0" aria-label="A first query">${curl}</pre>
<p>GET takes <code>?query=…</code> with the header <code>apollo-require-preflight: 1</code>. Whoever has a key sends it in the
header <code>x-api-key</code>; without one, everything that is open can be read.</p>
<h3>Where to go</h3>
<ul>
${files}
<li><a href="health">Health</a>: the newest edition, and the build that answers</li>
<li><a href="evidence/checkpoint">Evidence checkpoint</a> of all publications and credit queries, and
<a href="evidence/key">the key</a> that signs it</li>
</ul>
</section>`;
}

function chinese(curl: string, documents: boolean): string {
  const files = documents
    ? `<li><a href="schema.graphql">接口模式（SDL）</a>：每个字段及其开放等级与说明；工具可用内省查询获取</li>
<li><a href="README.md">使用说明</a>、<a href="docs/errors.md">错误代码、计价与配额</a>、<a href="docs/evidence.md">存证日志</a>、<a href="docs/operations.md">运维手册</a>（英文）</li>`
    : `<li>接口模式：工具可用内省查询获取，与源码中的 <code>schema/schema.graphql</code> 相同</li>
<li>文档：源码中的 <code>README.md</code> 与 <code>docs/</code>（英文）</li>`;
  return `<section id="zh" lang="zh-CN">
<h2>城市基础数据开放接口（GraphQL）</h2>
<p>行政区划、基础网格、建筑物、房屋编码、法人单位及其信用信息。每个字段都有隐私规则，每次发布都有存证。用 POST 发送 JSON 查询：</p>
<pre tabindex="0" aria-label="第一个查询">${curl}</pre>
<p>用 GET 时请附 <code>?query=…</code> 与请求头 <code>apollo-require-preflight: 1</code>。持有密钥者放入请求头
<code>x-api-key</code>；没有密钥也能读取全部公开内容。</p>
<h3>链接</h3>
<ul>
${files}
<li><a href="health">运行状态</a>：最新版次与程序版本</li>
<li>全部发布与信用查询的<a href="evidence/checkpoint">存证检查点</a>，以及签名用的<a href="evidence/key">公钥</a></li>
</ul>
</section>`;
}
