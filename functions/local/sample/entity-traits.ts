import type { EntityKind } from './credit-codes.ts';
import { syntheticName } from './person-data.ts';
import { draw, pick, streams } from './random.ts';

const firstWords = [
  '启',
  '鹏',
  '华',
  '信',
  '恒',
  '盛',
  '联',
  '创',
  '瑞',
  '泰',
  '达',
  '远',
  '嘉',
  '天',
  '正',
  '博',
] as const;
const lastWords = [
  '航',
  '程',
  '源',
  '兴',
  '通',
  '丰',
  '科',
  '宇',
  '诚',
  '业',
  '隆',
  '光',
  '海',
  '林',
  '成',
  '安',
] as const;

type Trade = readonly [word: string, industry: string];

/** What companies do: the word of their name, and the class of GB/T 4754-2017. */
const trades: readonly [Trade, ...Trade[]] = [
  ['科技', 'I6513'],
  ['软件', '6511'],
  ['贸易', 'F5199'],
  ['餐饮管理', '6210'],
  ['物业管理', 'K7020'],
  ['建筑工程', 'E4720'],
  ['电子', '3989'],
  ['物流', '5436'],
  ['文化传播', 'R8870'],
  ['管理咨询', 'L7243'],
  ['投资', 'L7212'],
  ['广告', '7251'],
];
const shops: readonly [Trade, ...Trade[]] = [
  ['便利店', '5212'],
  ['小吃店', 'H6291'],
  ['理发店', 'O8040'],
  ['水果店', 'F5223'],
  ['服装店', '5232'],
  ['五金店', '5284'],
];
const forms = ['有限公司', '有限公司', '有限公司', '有限责任公司', '股份有限公司'] as const;

/** Names and industries of what is neither a company nor a shop. */
const others: { readonly [K in EntityKind]?: readonly [name: string, industry: string] } = {
  11: ['街道办事处', 'S9222'],
  12: ['公共服务中心', '9413'],
  13: ['妇女联合会', 'S9512'],
  51: ['志愿者协会', '9521'],
  52: ['社会工作服务中心', 'Q8429'],
  53: ['公益基金会', 'S9530'],
  81: ['工会委员会', 'S9511'],
  93: ['农产品专业合作社', 'A0519'],
};

/** What an entity is like apart from its code, place, dates and status. All names carry the mark of the sample, 示例. */
export interface EntityTraits {
  readonly name: string;
  readonly industry: string;
  readonly capital: string;
  readonly representative: string;
}

/** Draws an entity's traits; `edition` of its name: 0 is the first one, another number another name. */
export function entityTraits(seed: number, kind: EntityKind, id: number, edition = 0): EntityTraits {
  const drawn = draw(seed, streams.entity, id);
  const named = draw(seed, streams.entityName, id, edition);
  const representative = syntheticName(draw(seed, streams.entityPerson, id));
  const word = `${pick(firstWords, named)}${pick(lastWords, named >>> 4)}${pick(firstWords, named >>> 8)}`;
  const other = others[kind];
  if (other !== undefined) {
    const number = kind === '11' || kind === '12' ? `第${1 + (named % 90)}` : word;
    const capital = kind === '93' ? `${10 + (drawn % 90)}` : '';
    return { name: `示例${number}${other[0]}`, industry: other[1], capital, representative };
  }
  if (kind === '92') {
    const [shop, industry] = pick(shops, drawn);
    return {
      name: `福田区示例${representative}${shop}`.replace('某', `某${word.charAt(0)}`),
      industry,
      capital: '',
      representative,
    };
  }
  const [trade, industry] = pick(trades, drawn);
  return { name: companyName(word, trade, named), industry, capital: capitalOf(drawn >>> 5), representative };
}

/** Sources write brackets, widths and legal forms as they like. */
function companyName(word: string, trade: string, drawn: number): string {
  const form = pick(forms, drawn >>> 12);
  switch ((drawn >>> 16) % 8) {
    case 0:
      return `示例${word}${trade}（深圳）${form}`;
    case 1:
      return `示例${word}${trade}(深圳)${form}`;
    case 2:
      return `深圳示例ＡＩ${word}${trade}${form}`;
    case 3:
      return `深圳示例 AI ${word}${trade}${form}`;
    default:
      return `深圳市示例${word}${trade}${form}`;
  }
}

/** Units of 10,000 CNY, mostly round; unknown for one in thirty. */
function capitalOf(drawn: number): string {
  if (drawn % 30 === 0) return '';
  return drawn % 7 === 0
    ? `${(drawn >>> 4) % 5000}.5`
    : pick(['10', '50', '100', '200', '500', '1000', '5000'], drawn >>> 4);
}
