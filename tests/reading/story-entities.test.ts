import { describe } from 'vitest';
import { memoryPlace } from '../harness/memory-place.ts';
import { entitiesSuite } from '../suite/entities.ts';

describe('in memory', () => entitiesSuite(memoryPlace));
