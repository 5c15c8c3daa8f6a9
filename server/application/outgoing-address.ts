import { BlockList, isIP, isIPv4 } from 'node:net';
import type { Text } from './errors.ts';

/**
 * Ranges that no public host has (IANA special-purpose address registries): our own machine and network, link-local
 * addresses with the metadata services of clouds, multicast, documentation.
 */
const SPECIAL_IPV4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
];
/** Of IPv6 only global unicast is public; these parts of it lead elsewhere or to an IPv4 address inside. */
const PUBLIC_IPV6 = '2000::/3';
const SPECIAL_IPV6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];

/** Which addresses the server may connect to when somebody else has named them. */
export class OutgoingAddresses {
  readonly #allowed: BlockList;
  readonly #special = blockListOf([...SPECIAL_IPV4, ...SPECIAL_IPV6]);
  readonly #publicIpv6 = blockListOf([PUBLIC_IPV6]);

  /**
   * @param allowed addresses or networks (`10.1.0.0/16`) that are allowed although they are not public.
   * @throws Error when one of them is neither.
   */
  constructor(allowed: readonly string[] = []) {
    this.#allowed = blockListOf(allowed);
  }

  /** Whether the setting names the address; such a receiver may also be reached without TLS. */
  isNamed(address: string): boolean {
    const plain = withoutMapping(address);
    return this.#allowed.check(plain, familyOf(plain));
  }

  mayConnect(address: string): boolean {
    const plain = withoutMapping(address);
    if (isIP(plain) === 0) return false;
    if (this.isNamed(plain)) return true;
    if (this.#special.check(plain, familyOf(plain))) return false;
    return isIPv4(plain) || this.#publicIpv6.check(plain, 'ipv6');
  }

  /** What is wrong with an address that somebody gives; null: nothing, as far as can be seen before connecting. */
  check(text: string): Text | null {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (!url || !['http:', 'https:'].includes(url.protocol))
      return { id: 'Tulis alamat yang dimulai dengan https://.', en: 'Write an address that begins with https://.' };
    if (url.username !== '' || url.password !== '')
      return {
        id: 'Jangan menulis nama pengguna atau kata sandi di dalam alamat: tanda tangan sudah menunjukkan pengirimnya.',
        en: 'Write no user name or password into the address: the signature shows who sends.',
      };
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const literal = isIP(host) !== 0;
    if (
      (literal && !this.mayConnect(host)) ||
      (/^(?:localhost|.*\.localhost)\.?$/.test(host) && !this.isNamed('127.0.0.1'))
    )
      return {
        id: `Alamat ${host} berada di jaringan dalam. Izinkan dengan pengaturan ALUR_WEBHOOK_ALLOW bila memang dituju.`,
        en: `The address ${host} is in an internal network. Allow it with the setting ALUR_WEBHOOK_ALLOW if it is meant.`,
      };
    return null;
  }
}

/** An IPv4 address that came as IPv6 (`::ffff:127.0.0.1`) is judged as what it is. */
function withoutMapping(address: string): string {
  const plain = address.split('%')[0] ?? '';
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(plain)?.[1] ?? plain;
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIPv4(address) ? 'ipv4' : 'ipv6';
}

function blockListOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', length] = network.split('/');
    const family = isIP(address);
    const bits = length === undefined ? (family === 6 ? 128 : 32) : Number(length);
    if (family === 0 || !Number.isInteger(bits) || bits < 0 || bits > (family === 6 ? 128 : 32))
      throw new Error(`"${network}" is neither an address nor a network such as 10.1.0.0/16.`);
    list.addSubnet(address, bits, family === 6 ? 'ipv6' : 'ipv4');
  }
  return list;
}
