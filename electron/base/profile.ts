/** Names of the files that a profile's directory holds; the vault must know the database's to guard it. */
export const profileFiles = {
  database: 'sotto.db',
  vault: 'vault.json',
  attempts: 'vault-attempts.json',
} as const;
