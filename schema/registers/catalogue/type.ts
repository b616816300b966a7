import { builder } from '../../builder.ts';
import type { Context } from '../../context.ts';
import type { FieldClass as FieldClassName } from '../../privacy/field-class.ts';
import type { StricterFor } from '../../privacy/record-class.ts';
import { viewRegister } from '../../reading/register-view.ts';
import { countValid } from '../../reading/row-source.ts';
import { FieldClass, Register } from '../../scalars/enums.ts';
import { creditDataset } from '../credit/dataset.ts';
import { registers } from '../index.ts';
import type { Register as RegisterMeta } from '../register.ts';
import type { RegisterName } from '../register-name.ts';

interface DatasetField {
  readonly name: string;
  readonly class: FieldClassName;
  readonly stricter: StricterFor | null;
  readonly description: string;
  readonly instead: string | null;
}

/** A stricter class for some records, as the policy is published. */
export const StricterClass = builder.objectRef<StricterFor>('StricterClass').implement({
  description: 'A stricter class that a field has for some records; their code alone tells which.',
  fields: (t) => ({
    class: t.expose('class', { type: FieldClass, nullable: false, description: 'The class for those records.' }),
    records: t.exposeString('records', { nullable: false, description: 'Which records.' }),
  }),
});

const DatasetFieldType = builder.objectRef<DatasetField>('DatasetField').implement({
  description: 'A stored field and its policy.',
  fields: (t) => ({
    name: t.exposeString('name', { nullable: false, description: 'Name, as in the type of the register’s rows.' }),
    class: t.expose('class', { type: FieldClass, nullable: false, description: 'The lowest tier that may read it.' }),
    stricter: t.expose('stricter', {
      type: StricterClass,
      description: 'The stricter class that it has for some records; null where all are alike.',
    }),
    description: t.exposeString('description', { nullable: false, description: 'What it holds.' }),
    instead: t.exposeString('instead', { description: 'The open field to use in its place.' }),
  }),
});

/** Registers with their rows, and that of credit statements, of which nothing is counted. */
type DatasetMeta = Omit<RegisterMeta, 'name' | 'typeName'> & { readonly name: RegisterName | 'CREDIT' };

const datasets: readonly DatasetMeta[] = [...registers, creditDataset];

const Dataset = builder.objectRef<DatasetMeta>('Dataset').implement({
  description: 'A register as it is published: how new, how large, under what policy.',
  fields: (t) => ({
    register: t.expose('name', { type: Register, nullable: false, description: 'The register.' }),
    seq: t.int({
      nullable: false,
      description: 'Number of its newest publication, as your tier counts; 0 before the first, and always for CREDIT.',
      resolve: ({ name }, _, context) => editionOf(name, context)?.seq ?? 0,
    }),
    publishedAt: t.field({
      type: 'DateTime',
      description: 'When that became visible; null for CREDIT.',
      resolve: ({ name }, _, context) => editionOf(name, context)?.publishedAt ?? null,
    }),
    rows: t.int({
      description:
        'Rows that are valid today, exactly; null where too many events to come lie among them, and for CREDIT, whose statements are never counted.',
      resolve: ({ name }, _, context) => (name === 'CREDIT' ? null : countRows(name, context)),
    }),
    licence: t.exposeString('licence', { nullable: false, description: 'Licence of the open fields (SPDX).' }),
    source: t.exposeString('source', {
      nullable: false,
      description: 'Where it comes from, and whether it is synthetic.',
    }),
    fields: t.field({
      type: [DatasetFieldType],
      nullable: { list: false, items: false },
      description: 'Every stored field; at most some twenty.',
      resolve: ({ policies }) =>
        Object.entries(policies).map(([name, policy]) => ({
          ...policy,
          name,
          stricter: policy.stricter ?? null,
          instead: policy.instead ?? null,
        })),
    }),
  }),
});

function editionOf(name: DatasetMeta['name'], { edition }: Context) {
  return name === 'CREDIT' ? undefined : edition.registers[name];
}

function countRows(name: RegisterName, context: Context): Promise<number | null> | number {
  const view = viewRegister(context, { edition: context.edition, day: context.today, strict: false }, name);
  return view === null ? 0 : countValid(view);
}

builder.queryFields((t) => ({
  catalogue: t.field({
    type: [Dataset],
    nullable: { list: false, items: false },
    description: 'Every register that holds rows; at most eight.',
    resolve: () => datasets,
  }),
  dataset: t.field({
    type: Dataset,
    description: 'One register; null for one that holds no rows.',
    args: { register: t.arg({ type: Register, required: true, description: 'The register.' }) },
    resolve: (_, { register }) => datasets.find(({ name }) => name === register) ?? null,
  }),
}));
