import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import type { LeafField, LeafOpenings } from './leaf-openings.ts';
import type { LeftReceipt, Receipt } from './receipt.ts';

/** A receipt that may have to be read: whoever wants nothing but its id pays for no reading. */
interface ReceiptHandle {
  readonly id: string;
  read(): Promise<Receipt>;
  openings(): Promise<LeafOpenings | null>;
}

/** The receipt of a leaf that this request has just left: nothing is read for it, as what was paid must be answered. */
export function receiptLeft(left: LeftReceipt): ReceiptHandle {
  return {
    id: left.id,
    read: async () => {
      const { id, leafHash, issuedAt } = left;
      return { id, leafHash, issuedAt, index: null, checkpoint: null, inclusionProof: null };
    },
    openings: async () => left.openings,
  };
}

/** The receipt of a leaf that was there before this request. */
export function receiptOf(id: string, { credit, caller }: Pick<Context, 'credit' | 'caller'>): ReceiptHandle {
  let reading: Promise<Receipt> | null = null;
  const read = async () => {
    const receipt = await credit.receipt(id);
    if (receipt === null) throw new Error('Cannot find a leaf that was appended a moment ago');
    return receipt;
  };
  return {
    id,
    read: () => {
      reading ??= read();
      return reading;
    },
    openings: () => credit.openings({ caller, id }),
  };
}

const LeafFieldType = builder.objectRef<LeafField>('LeafField').implement({
  description: 'A field that a leaf commits to. Name, value and salt are null where you are not entitled to them.',
  fields: (t) => ({
    field: t.exposeString('field', { description: 'Its name.' }),
    value: t.exposeString('value', { description: 'Its value, as JSON.' }),
    salt: t.exposeString('salt', { description: 'What opens the commitment together with name and value.' }),
    commitment: t.exposeString('commitment', {
      nullable: false,
      description: 'SHA-256 of the salt and the JSON of [name, value].',
    }),
  }),
});

const LeafOpeningsType = builder.objectRef<LeafOpenings>('LeafOpenings').implement({
  description: 'Shows what a leaf is about: to those entitled, and through them to anyone to whom they give it.',
  fields: (t) => ({
    leaf: t.exposeString('leaf', { nullable: false, description: 'The leaf as the public log shows it.' }),
    fields: t.field({
      type: [LeafFieldType],
      nullable: { list: false, items: false },
      description: 'All its fields, at most 16, in order of name; the leaf seals SHA-256 over their commitments.',
      resolve: ({ fields }) => fields,
    }),
  }),
});

/** A receipt as GraphQL shows it. */
export const ReceiptType = builder.objectRef<ReceiptHandle>('Receipt');

ReceiptType.implement({
  description:
    'Shows that a leaf is in the evidence log; `npm run evidence -- verify --receipt FILE` checks it offline. Hashes in base64.',
  fields: (t) => ({
    id: t.exposeID('id', { nullable: false, description: 'Names the leaf; keep it: it cannot be guessed.' }),
    leafHash: t.string({
      nullable: false,
      description: 'Hash of the leaf (RFC 9162).',
      resolve: async (receipt) => (await receipt.read()).leafHash,
    }),
    index: t.int({
      description: 'Place of the leaf in the log; null for up to a minute, until it has one.',
      resolve: async (receipt) => (await receipt.read()).index,
    }),
    checkpoint: t.string({
      description: 'Signed checkpoint (C2SP tlog-checkpoint) that covers the leaf; null until one does.',
      resolve: async (receipt) => (await receipt.read()).checkpoint,
    }),
    inclusionProof: t.stringList({
      description: 'Hashes that lead from the leaf to the checkpoint’s root, at most 64; null until there is one.',
      resolve: async (receipt) => (await receipt.read()).inclusionProof,
    }),
    issuedAt: t.field({
      type: 'DateTime',
      nullable: false,
      description: 'When the leaf was appended.',
      resolve: async (receipt) => (await receipt.read()).issuedAt,
    }),
    openings: t.field({
      type: LeafOpeningsType,
      description:
        'What the leaf is about: to the client that caused it, in the answer itself to anyone; in part to the key that belongs to the organisation asked about; of publications to GOVERNMENT. Else null.',
      resolve: (receipt) => receipt.openings(),
    }),
  }),
});

builder.queryField('receipt', (t) =>
  t.field({
    type: ReceiptType,
    description: 'The receipt of that id, for whoever has it; null when there is none.',
    args: { id: t.arg.id({ required: true, description: 'As an answer gave it.' }) },
    resolve: async (_, { id }, context) => {
      const receipt = await context.credit.receipt(String(id));
      return receipt === null ? null : { ...receiptOf(receipt.id, context), read: async () => receipt };
    },
  }),
);
