const fullWidthOffset = 0xfee0; // U+FF01 '!' to U+FF5E '~' repeat U+0021 to U+007E at this distance

/**
 * The UTF-16 unit of `text` at `at`, as a message names it: what is easily overlooked or taken for another is spelt
 * out. A character of another script is not shown: in a shifted column it is the beginning of somebody's name.
 */
export function characterName(text: string, at: number): string {
  const character = text.charAt(at);
  const unit = text.charCodeAt(at);
  if (unit >= 0x20 && unit <= 0x7e) return JSON.stringify(character);
  if (unit >= 0xff01 && unit <= 0xff5e) {
    return `full-width ${JSON.stringify(String.fromCharCode(unit - fullWidthOffset))}`;
  }
  if (/[\s\p{Cc}\p{Cf}]/u.test(character)) {
    return `invisible U+${unit.toString(16).toUpperCase().padStart(4, '0')}`;
  }
  return 'not ASCII';
}
