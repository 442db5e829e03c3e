/** What a plan has to know of a host beyond its facts. */

/** Names to ask for; the same name twice is asked once. */
export interface SurveyQuestions {
  readonly packages: readonly string[];
  /** Absolute paths. */
  readonly files: readonly string[];
  readonly groups: readonly string[];
  /** systemd units. */
  readonly services: readonly string[];
}

export interface Survey {
  /** Version by name, of the packages asked for that are installed and whole. */
  readonly packages: ReadonlyMap<string, string>;
  /** The version that would be installed, by name, of those that the host's package lists have. Absent when it has no lists, or its tool cannot say without fetching them. */
  readonly candidates?: ReadonlyMap<string, string>;
  /** Seconds since the package lists were fetched; absent when they never were, or it cannot be told. */
  readonly listsAge?: number;
  /** SHA-256 in hexadecimal by path, of the files asked for that are there and can be read; empty text when it cannot be read. */
  readonly files: ReadonlyMap<string, string>;
  /** `member`: the account is in it. `login`: this very login is, too. A group that does not exist is absent. */
  readonly groups: ReadonlyMap<string, { readonly member: boolean; readonly login: boolean }>;
  readonly services: ReadonlyMap<string, { readonly enabled: boolean; readonly active: boolean }>;
  /** Names of other users who are logged in. */
  readonly others: readonly string[];
  /** KiB free where packages go: /, /usr, /var, /tmp. */
  readonly free: ReadonlyMap<string, number>;
}
