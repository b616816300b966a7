import { describe } from 'vitest';
import { memoryPlace } from '../harness/memory-place.ts';
import { historySuite } from '../suite/history.ts';

describe('in memory', () => historySuite(memoryPlace));
