import { constants } from 'node:fs';
import { access, statfs } from 'node:fs/promises';
import type { Config } from '../../config.ts';
import { findUnsafeSettings } from '../../store/durability.ts';
import { migrations } from '../../store/migration/migrations.ts';
import type { PlainDatabase } from '../plain-database.ts';
import { type Finding, finding } from './finding.ts';

const LEAST_NODE = [20, 12] as const;
const MEGABYTE = 1024 * 1024;
const LEAST_FREE = 64 * MEGABYTE;
const LITTLE_FREE = 1024 * MEGABYTE;
/** Nodes compare due times by the database's clock; what people see is by their own. */
const MOST_SKEW_MS = 2_000;
/** File systems over a network, by the number that the kernel gives them: locks of SQLite do not hold there. */
const NETWORK_DISKS = new Set([0x6969, 0xff534d42, 0xfe534d42, 0x517b, 0x01021997]);

/** What of the settings, the machine and the database's own settings may do harm. */
export async function checkSettings(config: Config, database: PlainDatabase): Promise<readonly Finding[]> {
  return [
    ...checkNode(process.versions.node),
    ...checkAddress(config),
    ...(await checkDurability(config, database)),
    ...(await checkSchema(database)),
    ...(await checkClock(database)),
    ...(await checkDisk(config)),
  ];
}

/** @param version such as `20.12.1` */
export function checkNode(version: string): readonly Finding[] {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > LEAST_NODE[0] || (major === LEAST_NODE[0] && minor >= LEAST_NODE[1])) return [];
  return [
    finding({
      area: 'settings',
      severity: 'error',
      name: 'node-too-old',
      says: `Node.js ${version} is older than ${LEAST_NODE.join('.')}.`,
      where: 'Node.js',
      mend: 'Install a newer Node.js.',
    }),
  ];
}

function checkAddress({ host, publicUrl, demo }: Config): readonly Finding[] {
  const { protocol, hostname } = new URL(publicUrl);
  const isLocal = /^(?:localhost|127\.|\[::1\]|0\.0\.0\.0|\[::\])/.test(hostname);
  const reachable = host !== '127.0.0.1' && host !== 'localhost' && host !== '::1';
  const base = { area: 'settings', severity: 'warning', where: 'PUBLIC_URL' } as const;
  if (isLocal && reachable)
    return [
      finding({
        ...base,
        name: 'base-url-local',
        says: `Letters, QR codes and links lead to ${publicUrl}, which nobody else can open.`,
        mend: 'Set PUBLIC_URL to the address by which people reach the server.',
      }),
    ];
  return [
    ...(!isLocal && protocol === 'http:'
      ? [
          finding({
            ...base,
            name: 'base-url-plain',
            says: 'People reach the server without HTTPS: passwords and cookies can be read on the way.',
            mend: 'Put a proxy with a certificate before it and set PUBLIC_URL to its https: address.',
          }),
        ]
      : []),
    ...(!isLocal && demo === true
      ? [
          finding({
            ...base,
            severity: 'error',
            where: 'ALUR_DEMO',
            name: 'demo-in-public',
            says: 'Demo accounts, whose passwords everybody knows, are offered at a public address.',
            mend: 'Set ALUR_DEMO=0 and begin with an empty database.',
          }),
        ]
      : []),
  ];
}

async function checkDurability(config: Config, database: PlainDatabase): Promise<readonly Finding[]> {
  const unsafe = await findUnsafeSettings({
    dialect: database.dialect,
    query: async <R extends object>(sql: string) => (await database.rows(sql)) as unknown as R[],
  });
  return [
    ...unsafe.map(({ name, mend }) =>
      finding({
        area: 'settings',
        severity: 'error',
        name: 'not-durable',
        says: `With ${name} an answered request may be lost.`,
        where: database.place,
        mend,
      }),
    ),
    ...(config.allowUnsafe
      ? [
          finding({
            area: 'settings',
            severity: 'warning',
            name: 'unsafe-allowed',
            says: 'The server starts also on a database that may lose what was answered.',
            where: 'ALUR_ALLOW_UNSAFE',
            mend: 'Remove it; it is for trials only.',
          }),
        ]
      : []),
  ];
}

async function checkSchema(database: PlainDatabase): Promise<readonly Finding[]> {
  const rows = await database.rows('select version from schema_version');
  const done = new Set(rows.map(({ version }) => Number(version)));
  const known = new Set(migrations.map(({ version }) => version));
  const base = { area: 'settings', where: `${database.place}, table schema_version` } as const;
  const newer = [...done].some((version) => !known.has(version));
  const older = [...known].some((version) => !done.has(version));
  if (newer)
    return [
      finding({
        ...base,
        severity: 'error',
        name: 'schema-newer',
        says: 'The database was made by a newer Alur.',
        mend: 'Use that version, or restore a backup made before it.',
      }),
    ];
  return older
    ? [
        finding({
          ...base,
          severity: 'warning',
          name: 'schema-older',
          says: 'The database has not seen all changes of the schema yet.',
          mend: 'Make a backup, then start the server: it brings the schema up to date.',
        }),
      ]
    : [];
}

async function checkClock(database: PlainDatabase): Promise<readonly Finding[]> {
  if (database.dialect === 'sqlite') return [];
  const askedAt = Date.now();
  const [row] = await database.rows('select extract(epoch from clock_timestamp()) * 1000 as now');
  const skew = Math.abs((askedAt + Date.now()) / 2 - Number(row?.['now']));
  return skew <= MOST_SKEW_MS
    ? []
    : [
        finding({
          area: 'settings',
          severity: 'error',
          name: 'clock-differs',
          says: `The clocks of this machine and of the database differ by ${Math.round(skew / 100) / 10} s.`,
          where: database.place,
          mend: 'Let both follow a time server (timedatectl set-ntp true).',
        }),
      ];
}

async function checkDisk({ dataDirectory, databaseUrl }: Config): Promise<readonly Finding[]> {
  const base = { area: 'settings', where: dataDirectory } as const;
  try {
    await access(dataDirectory, constants.W_OK);
    const { bavail, bsize, type } = await statfs(dataDirectory);
    const free = bavail * bsize;
    return [
      ...(free >= LITTLE_FREE
        ? []
        : [
            finding({
              ...base,
              severity: free < LEAST_FREE ? 'error' : 'warning',
              name: 'disk-full',
              says: `${Math.round(free / MEGABYTE)} MB are free.`,
              mend: 'Free some space or move ALUR_DATA to a larger disk; with less than 64 MB the server is not ready.',
            }),
          ]),
      ...(databaseUrl === undefined && NETWORK_DISKS.has(type)
        ? [
            finding({
              ...base,
              severity: 'error',
              name: 'disk-on-network',
              says: 'The SQLite file is on a disk over the network, where its locks do not hold.',
              mend: 'Put ALUR_DATA on a local disk, or use PostgreSQL.',
            }),
          ]
        : []),
    ];
  } catch {
    return [
      finding({
        ...base,
        severity: 'error',
        name: 'disk-unwritable',
        says: 'The data directory is missing or cannot be written.',
        mend: 'Give the user of the server the right to write there, or set ALUR_DATA.',
      }),
    ];
  }
}
