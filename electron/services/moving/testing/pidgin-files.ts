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

export function pidginAccounts(...addresses: readonly string[]): string {
  const accounts = addresses.map(
    (address) => `	<account>
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
	</account>
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
export function pidginPreferences(otr: Omit<PidginSwitches, 'overridedefault'> | null): string {
  const switches = Object.entries(otr ?? {}).map(([name, on]) => `\t\t<pref name='${name}' type='bool' value='${Number(on)}'/>\n`);
  return `${head}<pref version='1' name='/'>
	<pref name='purple'>
		<pref name='logging'>
			<pref name='log_ims' type='bool' value='1'/>
			<pref name='enabled' type='bool' value='0'/>
		</pref>
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
