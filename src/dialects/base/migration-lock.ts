/** Which migrations exclude each other: those that write one version table of one database. */
export interface LockScope {
  /** The version table's name. */
  readonly table: string;
  /** Its schema; null for the connection's own. */
  readonly schema: string | null;
}

/** A lock that one migrator at a time holds, and that is free again when its holder is gone. */
export interface MigrationLock {
  /** Takes the lock where it is free, and says whether. Does not wait. */
  tryAcquire(): Promise<boolean>;
  /** Who has it, for people to read; null where it is free again, or the database does not say. */
  holder(): Promise<string | null>;
  /** Gives it back, and says whether it was held until now. */
  release(): Promise<boolean>;
}
