import { type CreditCode, creditCodeParts } from './credit-code.ts';

/** A name in both languages. */
export interface Name {
  readonly chinese: string;
  readonly english: string;
}

interface Authority extends Name {
  /** Names by the second character. */
  readonly categories: { readonly [category: string]: Name };
}

const name = (chinese: string, english: string): Name => ({ chinese, english });
const other = { 9: name('其他', 'other') };

/** Registering authorities by the first character (GB 32100-2015, table 1), with their categories. */
const authorities: { readonly [authority: string]: Authority } = {
  1: {
    ...name('机构编制', 'commission for public sector reform'),
    categories: {
      1: name('机关', 'organ of the state'),
      2: name('事业单位', 'public institution'),
      3: name('群众团体', 'mass organisation under the commission'),
      ...other,
    },
  },
  2: { ...name('外交', 'foreign affairs'), categories: other },
  3: { ...name('司法行政', 'justice'), categories: other },
  4: { ...name('文化', 'culture'), categories: other },
  5: {
    ...name('民政', 'civil affairs'),
    categories: {
      1: name('社会团体', 'social association'),
      2: name('民办非企业单位', 'private non-enterprise unit'),
      3: name('基金会', 'foundation'),
      ...other,
    },
  },
  6: { ...name('旅游', 'tourism'), categories: other },
  7: { ...name('宗教', 'religious affairs'), categories: other },
  8: { ...name('工会', 'trade unions'), categories: other },
  9: {
    ...name('市场监督管理', 'market regulation'),
    categories: {
      1: name('企业', 'enterprise'),
      2: name('个体工商户', 'individual business'),
      3: name('农民专业合作社', 'farmers’ cooperative'),
      ...other,
    },
  },
  A: { ...name('中央军委改革和编制办公室', 'military'), categories: other },
  N: { ...name('农业', 'agriculture'), categories: other },
  Y: { ...name('其他', 'other'), categories: other },
};

/** The authority that registered the organisation; null for a first character that names none. */
export function authorityOf(code: CreditCode): Name | null {
  const authority = authorities[creditCodeParts(code).authority];
  return authority === undefined ? null : name(authority.chinese, authority.english);
}

/** What kind of organisation that authority registered; null where the standard has no name for the second character. */
export function categoryOf(code: CreditCode): Name | null {
  const { authority, category } = creditCodeParts(code);
  return authorities[authority]?.categories[category] ?? null;
}
