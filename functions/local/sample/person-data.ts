import { below, pick } from './random.ts';

const surnames = [
  '赵',
  '钱',
  '孙',
  '李',
  '周',
  '吴',
  '郑',
  '王',
  '冯',
  '陈',
  '褚',
  '卫',
  '蒋',
  '沈',
  '韩',
  '杨',
] as const;
const stems = ['甲', '乙', '丙', '丁', '戊', '己', '庚', '辛', '壬', '癸'] as const;

/** A name that nobody bears: a surname, 某 ("so-and-so") and a letter of the ten-stem count. */
export function syntheticName(drawn: number): string {
  return `${pick(surnames, drawn)}某${pick(stems, drawn >>> 8)}`;
}

/** A number of a mobile's form (11 digits, 1[3-9]…) that counts on from 16000000000. */
export function syntheticPhone(drawn: number): string {
  return `16000${String(below(drawn, 1_000_000)).padStart(6, '0')}`;
}

/** GB 11643: the weights of digits 7 to 17, and what the region 999999 adds by its own. */
const weights = [2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const regionSum = 9 * (7 + 9 + 10 + 5 + 8 + 4);

/**
 * A resident ID number in the full form of GB 11643, with a possible birth date and the right check character, of a
 * region that GB/T 2260 does not assign (999999): no person can hold it, and every detector must find it.
 */
export function syntheticResidentId(drawn: number): string {
  const year = 1945 + (drawn % 60);
  const month = String(1 + ((drawn >>> 6) % 12)).padStart(2, '0');
  const day = String(1 + ((drawn >>> 10) % 28)).padStart(2, '0');
  const body = `${year}${month}${day}${String((drawn >>> 15) % 1000).padStart(3, '0')}`;
  const sum = weights.reduce((total, weight, index) => total + weight * (body.charCodeAt(index) - 48), regionSum);
  return `999999${body}${'10X98765432'[sum % 11]}`;
}
