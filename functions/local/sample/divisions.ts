import shenzhen from './shenzhen-divisions.json' with { type: 'json' };

/** One of Futian's 93 communities, as the grids and buildings of the sample need it. */
export interface Community {
  /** 12 digits: the statistical code of 2023. */
  readonly code: string;
  /** Without the words for "residents' committee": `南园社区`. */
  readonly name: string;
  readonly street: string;
  /** The first 12 digits of the codes of its grids: its own code, except where the older numbering lives on. */
  readonly prefix: string;
}

/**
 * 华强北 (011) and 福保 (010) have no street segment in the codes of grids and buildings: these keep the numbering from
 * before the two streets were founded (001 园岭, 004 沙头, 006 华富), as published codes of Shenzhen show: house
 * 4403040040110700005000036 lies in community 440304010001. Which community keeps which segment is partly invented.
 */
const olderPrefixes: { readonly [community: string]: string } = {
  '440304010001': '440304004011',
  '440304010002': '440304004012',
  '440304010003': '440304004005',
  '440304010004': '440304004013',
  '440304010005': '440304004009',
  '440304011001': '440304006001',
  '440304011002': '440304006002',
  '440304011003': '440304001009',
  '440304011004': '440304001010',
  '440304011006': '440304001002',
};

/** The communities of Futian (440304) in the order of their codes. */
export const futianCommunities: readonly Community[] = shenzhen.districts
  .filter((district) => district.code === '440304')
  .flatMap((district) => district.streets)
  .flatMap((street) =>
    street.communities.map(({ code, name }) => ({
      code,
      name: name.replace(/居(民委员|委)会$/, ''),
      street: street.name,
      prefix: olderPrefixes[code] ?? code,
    })),
  );

/**
 * Rows of the divisions file: code, name, level, parent, validFrom, validTo. Codes and names are real; the dates are
 * synthetic, all beginning on 2015-01-01 so that a parent's validity covers its children's.
 */
export function* divisionRows(): Generator<readonly string[]> {
  const city = `${shenzhen.city.code}00`;
  yield [city, shenzhen.city.name, 'CITY', '', '2015', ''];
  for (const district of shenzhen.districts) {
    yield [district.code, district.name, 'DISTRICT', city, '2015', ''];
    for (const street of district.streets) {
      yield [street.code, street.name, 'STREET', district.code, '2015-01', ''];
      for (const community of street.communities) {
        yield [community.code, community.name, 'COMMUNITY', street.code, '2015-01-01', ''];
      }
    }
  }
}
