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

/** So many partitions share the leaves that wait for a place: each takes some 500 transactional writes a second. */
export const pendingShards = 8;

/** Partition of leaves that wait for a place in the log; sorted by id. */
export const pendingLine = (shard: number) => `evidence-pending#${shard}`;

/** The shard of a leaf: its id ends with random hexadecimal digits. */
export const pendingShard = (id: string) => Number.parseInt(id.slice(-2), 16) % pendingShards;

/** Partition of one leaf that has its place. */
export const leafLine = (id: string) => `evidence-leaf#${id}`;

/** Partition of a topic's leaves that have their places; sorted by id. */
export const topicLine = (topic: string) => `evidence-topic#${topic}`;

/** Partition of the leaves that were given places together, the first of them `start`. */
export const runLine = (start: number) => `evidence-run#${start}`;

/** Partition of what is known of the log as a whole; sorted by what it is: `size`, `checkpoint`. */
export const evidenceStateLine = 'evidence-state';

/** Partition of the list of organisations that one client watches. */
export const watchLine = (client: string) => `watch#${client}`;

/** Partition of what a repetition of one charge is known by. */
export const onceLine = (key: string) => `once#${key}`;

/** The sort key of what is alone in its partition. */
export const alone = '-';
