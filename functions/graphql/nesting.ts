/**
 * How deep brackets of a GraphQL document nest. Read before it is parsed: parsers and validators recurse, and the deepest
 * documents would exhaust their stack.
 */
export function nesting(document: string): number {
  let depth = 0;
  let deepest = 0;
  for (let at = 0; at < document.length; at++) {
    const sign = document.charAt(at);
    if (sign === '{' || sign === '[' || sign === '(') deepest = Math.max(deepest, ++depth);
    else if (sign === '}' || sign === ']' || sign === ')') depth--;
    else if (sign === '#') at = endOfLine(document, at);
    else if (sign === '"') at = document.startsWith('"""', at) ? endOfBlock(document, at) : endOfString(document, at);
  }
  return deepest;
}

function endOfLine(document: string, start: number): number {
  const end = document.slice(start).search(/[\r\n]/);
  return end < 0 ? document.length : start + end;
}

/** What is not closed is no document: the parser stops there too. */
function endOfBlock(document: string, start: number): number {
  let end = document.indexOf('"""', start + 3);
  while (end > 0 && document.charAt(end - 1) === '\\') end = document.indexOf('"""', end + 3);
  return end < 0 ? document.length : end + 2;
}

function endOfString(document: string, start: number): number {
  let at = start + 1;
  while (at < document.length && document.charAt(at) !== '"') at += document.charAt(at) === '\\' ? 2 : 1;
  return at;
}
