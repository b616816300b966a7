import { describe, expect, test } from 'vitest';
import { clockFrom } from '../../functions/platform/clock.ts';
import { readConfig } from '../../functions/platform/config.ts';

describe('readConfig()', () => {
  test('has a default for everything, also where a variable is empty', () => {
    const defaults = {
      store: 'sqlite',
      data: '.basegrid',
      port: 4000,
      evidenceOrigin: 'basegrid.local/evidence',
      host: '127.0.0.1',
      sample: 100_000,
      now: null,
      tablePrefix: 'basegrid-',
      bucket: null,
      cacheBytes: 128 * 2 ** 20,
      limits: false,
      compresses: false,
      creditPerDay: null,
      partBytes: 64 * 2 ** 20,
      publicOnly: false,
      build: 'development',
      deployed: null,
      dynamodb: { url: null, region: null, hasKeys: false },
      s3: { url: null, region: null, hasKeys: false },
      secretsManager: { url: null, region: null, hasKeys: false },
      lambda: { url: null, region: null, hasKeys: false },
      cloudformation: { url: null, region: null, hasKeys: false },
    };
    expect(readConfig({})).toEqual(defaults);
    expect(readConfig({ BASEGRID_PORT: '', BASEGRID_NOW: '', AWS_REGION: '' })).toEqual(defaults);
  });

  test.each(['BASEGRID_NOW', 'BASEGRID_CREDIT_PER_DAY'])('refuses %s in a deployed function', (name) => {
    const value = name === 'BASEGRID_NOW' ? '2026-01-31T08:00:00Z' : '7';
    expect(() => readConfig({ BASEGRID_SECRETS: 'secrets', [name]: value })).toThrow(
      `${name} "${value}": must be absent`,
    );
    expect(readConfig({ [name]: value })).toMatchObject({ deployed: null });
  });

  test('reads what is given', () => {
    const config = readConfig({
      BASEGRID_STORE: 'dynamodb',
      BASEGRID_PORT: '0',
      BASEGRID_SAMPLE: '0',
      BASEGRID_NOW: '2026-01-31T08:00:00+08:00',
      BASEGRID_CACHE_MEGABYTES: '1',
      BASEGRID_PUBLIC_ONLY: 'on',
      BASEGRID_BUILD: '7',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:4566',
      AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:8000',
      AWS_DEFAULT_REGION: 'cn-north-1',
    });
    expect(config).toMatchObject({
      store: 'dynamodb',
      port: 0,
      sample: 0,
      cacheBytes: 2 ** 20,
      limits: true,
      publicOnly: true,
      build: '7',
      now: Date.UTC(2026, 0, 31),
    });
    expect(config.dynamodb).toEqual({ url: 'http://127.0.0.1:8000', region: 'cn-north-1', hasKeys: false });
    expect(config.s3.url).toBe('http://127.0.0.1:4566');
  });

  test('knows a deployed function by its secrets, and tells what its stacks told it', () => {
    expect(
      readConfig({
        BASEGRID_SECRETS: 'arn:secret',
        BASEGRID_REPORT_BUCKET: 'reports',
        BASEGRID_CREDIT_FUNCTION: 'credit',
      }).deployed,
    ).toEqual({
      secrets: 'arn:secret',
      service: 'service_undefined',
      edgeSecret: null,
      sourceBucket: null,
      reportBucket: 'reports',
      workBucket: null,
      evidenceBucket: null,
      creditFunction: 'credit',
    });
  });

  test.each([
    ['BASEGRID_STORE', 'postgres', 'must be "sqlite" or "dynamodb"'],
    ['BASEGRID_PORT', '4000x', 'must be a whole number from 0 to 65535'],
    ['BASEGRID_PORT', '65536', 'must be a whole number from 0 to 65535'],
    ['BASEGRID_SAMPLE', '-1', 'must be a whole number from 0 to 100000000'],
    ['BASEGRID_SAMPLE', '1e5', 'must be a whole number'],
    ['BASEGRID_NOW', '2026-01-31', 'must be an ISO instant such as "2026-01-31T08:00:00Z"'],
    ['BASEGRID_NOW', '2026-02-30T00:00:00Z', 'must be an ISO instant'],
    ['BASEGRID_NOW', '2026-13-01T00:00:00Z', 'must be an ISO instant'],
    ['BASEGRID_TABLE_PREFIX', 'a/b', 'must be at most 100 letters, digits, "_", "." or "-"'],
    ['BASEGRID_CACHE_MEGABYTES', 'all', 'must be a whole number'],
    ['BASEGRID_LIMITS', 'yes', 'must be "on" or "off"'],
    ['AWS_ENDPOINT_URL_DYNAMODB', 'localhost', 'must be a URL'],
  ])('refuses %s "%s"', (name, value, wanted) => {
    expect(() => readConfig({ [name]: value })).toThrow(`Cannot read ${name} "${value}": ${wanted}`);
  });
});

describe('clockFrom()', () => {
  test('starts where it is told and ticks on', () => {
    let now = 1000;
    const clock = clockFrom(50_000, () => now);
    expect(clock()).toBe(50_000);
    now += 250;
    expect(clock()).toBe(50_250);
  });
});
