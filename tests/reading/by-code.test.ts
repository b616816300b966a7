import { describe } from 'vitest';
import { memoryPlace } from '../harness/memory-place.ts';
import { byCodeSuite } from '../suite/by-code.ts';

describe('in memory', () => byCodeSuite(memoryPlace));
