import { builder } from '../../builder.ts';
import type { Context } from '../../context.ts';
import { accessOf } from '../../privacy/access.ts';
import { type FieldClass as FieldClassName, mayRead } from '../../privacy/field-class.ts';
import type { ClassRule, StricterFor } from '../../privacy/record-class.ts';
import type { Tier as TierName } from '../../privacy/tier.ts';
import { FieldClass, Tier } from '../../scalars/enums.ts';
import { CreditQuotaType } from '../credit/quota-type.ts';
import { registers } from '../index.ts';
import { StricterClass } from './type.ts';

interface FieldAccess {
  readonly coordinate: string;
  readonly class: FieldClassName;
  readonly readable: boolean;
  readonly except: StricterFor | null;
}

const FieldAccessType = builder.objectRef<FieldAccess>('FieldAccess').implement({
  description: 'Whether you may read a stored field.',
  fields: (t) => ({
    coordinate: t.exposeString('coordinate', { nullable: false, description: 'Type and field: `House.floorArea`.' }),
    class: t.expose('class', {
      type: FieldClass,
      nullable: false,
      description: 'The class that decides: the stricter of today’s and that of the newest edition.',
    }),
    readable: t.exposeBoolean('readable', {
      nullable: false,
      description: 'Whether you may read it, of all records but those excepted.',
    }),
    except: t.expose('except', { type: StricterClass, description: 'Records of which you may not read it, if any.' }),
  }),
});

const LimitsType = builder.objectRef<Context>('Limits').implement({
  description: 'Your budget, in points of cost, and your quotas.',
  fields: (t) => ({
    limit: t.int({ nullable: false, description: 'Points of a whole budget.', resolve: ({ limits }) => limits.limit }),
    remaining: t.int({
      nullable: false,
      description: 'Points left after this request.',
      resolve: ({ limits }) => limits.remaining,
    }),
    resetAt: t.field({
      type: 'DateTime',
      nullable: false,
      description: 'When the budget is whole again.',
      resolve: ({ limits }) => new Date(limits.resetAt).toISOString(),
    }),
    credit: t.field({
      type: CreditQuotaType,
      description: 'Your quota of credit queries.',
      resolve: (_, _args, { credit, caller }) => credit.quota(caller),
    }),
  }),
});

const ClientType = builder.objectRef<NonNullable<Context['viewer']['client']>>('Client').implement({
  description: 'The holder of the key that the request came with.',
  fields: (t) => ({
    id: t.exposeID('id', { nullable: false, description: 'Id of the client.' }),
    name: t.exposeString('name', { nullable: false, description: 'Name as it was registered.' }),
  }),
});

const Access = builder.objectRef<Context>('Access').implement({
  description: 'What you may see, and how much of it.',
  fields: (t) => ({
    tier: t.field({ type: Tier, nullable: false, description: 'Your tier.', resolve: ({ viewer }) => viewer.tier }),
    client: t.field({
      type: ClientType,
      description: 'Who you are; null without a key.',
      resolve: ({ viewer }) => viewer.client,
    }),
    limits: t.field({
      type: LimitsType,
      nullable: false,
      description: 'What you may spend.',
      resolve: (_, _args, context) => context,
    }),
    fields: t.field({
      type: [FieldAccessType],
      nullable: { list: false, items: false },
      description: 'Every stored field of every register; some dozens.',
      resolve: readableFields,
    }),
  }),
});

function readableFields({ viewer, edition }: Context): FieldAccess[] {
  return registers.flatMap((register) => {
    const layout = edition.registers[register.name]?.layout;
    const access = layout === undefined ? null : accessOf(register, layout, viewer.tier);
    return Object.entries(register.policies).map(([field, policy]) => {
      const fieldClass = access?.closed.get(field) ?? policy.class;
      return {
        coordinate: `${register.typeName}.${field}`,
        class: fieldClass,
        readable: mayRead(viewer.tier, fieldClass),
        except: exceptionFor(policy, fieldClass, viewer.tier),
      };
    });
  });
}

function exceptionFor({ stricter }: ClassRule, fieldClass: FieldClassName, tier: TierName): StricterFor | null {
  if (stricter === undefined || !mayRead(tier, fieldClass) || mayRead(tier, stricter.class)) return null;
  return stricter;
}

builder.queryField('myAccess', (t) =>
  t.field({
    type: Access,
    nullable: false,
    description: 'What you may see, field by field, and how much of it, until when.',
    resolve: (_, _args, context) => context,
  }),
);
