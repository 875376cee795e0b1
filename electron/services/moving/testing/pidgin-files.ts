/*
 * Pidgin's files as Debian's Pidgin 2.14.12 wrote them after pidgin-otr's settings had been made, cut down to what counts
 * here and a little of what is around it.
 */

/** pidgin-otr's names for the switches of a buddy. */
export type PidginSwitches = {
  readonly overridedefault: boolean;
  readonly enabled: boolean;
  readonly automatic: boolean;
  readonly onlyprivate: boolean;
  readonly avoidloggingotr: boolean;
};

const head = "<?xml version='1.0' encoding='UTF-8' ?>\n\n";

/** An account by its address, or with what stands within its `<proxy>`, in libpurple's words. */
type PidginAccount = string | { readonly address: string; readonly proxy: Readonly<Record<string, string | number>> };

export function pidginAccounts(...listed: readonly PidginAccount[]): string {
  const accounts = listed.map((account) => (typeof account === 'string' ? { address: account, proxy: null } : account)).map(
    ({ address, proxy }) => `	<account>
		<protocol>prpl-jabber</protocol>
		<name>${address}/</name>
		<password>never read</password>
		<statuses>
			<status type='available' name='Available' active='true'>
				<attributes/>
			</status>
		</statuses>
		<settings>
			<setting name='port' type='int'>5222</setting>
		</settings>
${proxy === null ? '' : `\t\t<proxy>\n${Object.entries(proxy).map(([name, value]) => `\t\t\t<${name}>${value}</${name}>\n`).join('')}\t\t</proxy>\n`}	</account>
`,
  );
  return `${head}<account version='1.0'>\n${accounts.join('')}</account>\n`;
}

/** Buddies of an account, all in one group, each with what pidgin-otr was told, if anything. */
export function pidginBuddies(
  account: string,
  buddies: readonly { readonly address: string; readonly alias?: string; readonly otr?: PidginSwitches }[],
): string {
  const contacts = buddies.map(({ address, alias, otr }) => {
    const settings = Object.entries(otr ?? {}).map(
      ([name, on]) => `\t\t\t\t\t<setting name='OTR/${name}' type='bool'>${Number(on)}</setting>\n`,
    );
    return `			<contact>
				<buddy account='${account}/' proto='prpl-jabber'>
					<name>${address}</name>
${alias === undefined ? '' : `\t\t\t\t\t<alias>${alias}</alias>\n`}${settings.join('')}				</buddy>
			</contact>
`;
  });
  return `${head}<purple version='1.0'>
	<blist>
		<group name='Friends'>
${contacts.join('')}		</group>
	</blist>
	<privacy>
		<account proto='prpl-jabber' name='${account}/' mode='1'/>
	</privacy>
</purple>
`;
}

/** Pidgin's preferences; without `otr` as they are before pidgin-otr's have been changed. */
export function pidginPreferences(
  otr: Omit<PidginSwitches, 'overridedefault'> | null,
  proxy: Readonly<Record<string, string | number>> = { type: 'none' },
): string {
  const switches = Object.entries(otr ?? {}).map(([name, on]) => `\t\t<pref name='${name}' type='bool' value='${Number(on)}'/>\n`);
  const inProxy = Object.entries({ host: '', port: 0, username: '', password: '', ...proxy }).map(
    ([name, value]) => `\t\t\t<pref name='${name}' type='${typeof value === 'number' ? 'int' : 'string'}' value='${value}'/>\n`,
  );
  return `${head}<pref version='1' name='/'>
	<pref name='purple'>
		<pref name='logging'>
			<pref name='log_ims' type='bool' value='1'/>
			<pref name='enabled' type='bool' value='0'/>
		</pref>
		<pref name='proxy'>
${inProxy.join('')}		</pref>
	</pref>
	<pref name='pidgin'>
		<pref name='plugins'>
			<pref name='loaded' type='pathlist'>
				<item value='/usr/lib/pidgin/pidgin-otr.so'/>
			</pref>
		</pref>
	</pref>
${otr === null ? '' : `\t<pref name='OTR'>\n${switches.join('')}\t</pref>\n`}</pref>
`;
}
