import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import type { Receipt } from './receipt.ts';

/** A receipt that may have to be read: whoever wants nothing but its id pays for no reading. */
interface ReceiptHandle {
  readonly id: string;
  read(): Promise<Receipt>;
}

/** The receipt of a leaf that this request appended. */
export function receiptOf(id: string, { credit }: Pick<Context, 'credit'>): ReceiptHandle {
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
  };
}

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
  }),
});

builder.queryField('receipt', (t) =>
  t.field({
    type: ReceiptType,
    description: 'The receipt of that id, for whoever has it; null when there is none.',
    args: { id: t.arg.id({ required: true, description: 'As an answer gave it.' }) },
    resolve: async (_, { id }, { credit }) => {
      const receipt = await credit.receipt(String(id));
      return receipt === null ? null : { id: receipt.id, read: async () => receipt };
    },
  }),
);
