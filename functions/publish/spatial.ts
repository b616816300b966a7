import type { Trees } from '../../schema/publication/next-editions.ts';
import type { PublicationState } from './publication-state.ts';

export async function buildSpatial(_state: PublicationState, _trees: Trees): Promise<Trees> {
  return {};
}
