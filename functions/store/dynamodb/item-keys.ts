import type { Tier } from '../../../schema/privacy/tier.ts';
import type { RegisterName } from '../../../schema/registers/register-name.ts';

/** Partition of one tier's editions, or of those of the credit register; sorted by number. */
export const editionLine = (tier: Tier | 'CREDIT') => `edition#${tier}`;

/** Partition of the times of one tier's editions; sorted by instant. */
export const timeLine = (tier: Tier) => `edition-time#${tier}`;

/** Partition of a register's publications as one tier numbers them; sorted by number. */
export const publicationLine = (tier: Tier, register: RegisterName) => `publication#${tier}#${register}`;

/** Partition of all clients; sorted by id. */
export const clientLine = 'client';

/** Partition of the one client with this secret. */
export const secretLine = (secretHash: string) => `client-secret#${secretHash}`;

/** Partition of one budget. */
export const limitLine = (key: string) => `limit#${key}`;

/** The sort key of what is alone in its partition. */
export const alone = '-';
