import { MariadbInet } from "./types/inet-type.ts";

export * from "../mysql/types.ts";

/**
 * An IPv4 address, since MariaDB 10.10.
 *
 * @example sa.mariadb.inet4();
 */
export const inet4 = (): MariadbInet => new MariadbInet("INET4");

/**
 * An IPv6 address, or an IPv4 one as it is written there, since MariaDB 10.5.
 *
 * @example sa.mariadb.inet6();
 */
export const inet6 = (): MariadbInet => new MariadbInet("INET6");
