import type * as english from './en-policies.ts';

/* Die Worte der Einstellungen zur Privatsphäre, und der Wahl zwischen Geräten. */

export const devices: typeof english.devices = {
  menu: 'Gerät',
  with: 'Geht an',
  one: 'An ein Gerät',
  always: 'An das Gerät, das',
  rules: { best: 'am sichersten ist', recent: 'zuletzt etwas gesagt hat', latest: 'zuletzt privat geworden ist' },
};

export const policies: typeof english.policies = {
  title: 'Private Gespräche',
  settings: 'Einstellungen zur Privatsphäre …',
  buddyTitle: 'Einstellungen zur Privatsphäre',
  useDefault: 'Vorgabe des Kontos verwenden',
  changeDefault: 'Vorgabe ändern …',
  ofAccount: 'Konto',
  enabled: 'Private Gespräche zulassen',
  enabledHint: 'Ausgeschaltet wird nichts verschlüsselt, und laufende private Gespräche enden.',
  automatic: 'Private Gespräche von selbst beginnen',
  automaticHint: 'Was du unverschlüsselt schreibst, trägt ein unsichtbares Angebot; ein Programm, das es versteht, nimmt es an.',
  required: 'Private Gespräche verlangen',
  requiredHint: 'Nichts geht unverschlüsselt hinaus. Was du schreibst, wartet, bis es verschlüsselt hinausgehen kann.',
  unkept: 'Private Gespräche nicht aufbewahren',
  unkeptHint: 'Ausgeschaltet stehen sie im Verlauf auf diesem Rechner, verschlüsselt wie alles dort.',
  summary: 'In den Worten anderer Programme:',
  names: { never: 'nie', manual: 'manuell', opportunistic: 'opportunistisch', always: 'immer' },
  defaultHint: 'Ein Kontakt kann eigene Schalter haben: „Einstellungen zur Privatsphäre …“ in seinem Menü.',
};
