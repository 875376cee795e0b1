import type { Page } from '@playwright/test';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chooseRuntime, commandOf } from '../../electron/dev/runtime.mjs';
import { barriers } from '../fixtures/axe.ts';
import { tabTo } from '../fixtures/keyboard.ts';
import { RawPeer } from '../fixtures/raw-peer.ts';
import { startScriptedServer, type ScriptedServer } from '../fixtures/scripted-server.ts';
import { expect, test } from '../fixtures/test.ts';
import type { Person } from '../pages/person.ts';

const roster = ['River', 'Marlow', 'Ines']
  .map((name) => `<item jid='${name.toLowerCase()}@localhost' name='${name}' subscription='both'><group>Friends</group></item>`)
  .join('');

/** Signed in to a scripted server, with three buddies; quicker than two people on a real one. */
async function withBuddies(person: Person): Promise<ScriptedServer> {
  const server = await startScriptedServer({ roster: `<query xmlns='jabber:iq:roster'>${roster}</query>` });
  await person.start();
  await person.firstRun.pass(person.passphrase);
  await person.firstRun.signIn({
    address: 'juniper@localhost',
    password: 'p',
    host: server.host,
    port: server.port,
    security: 'Not encrypted, this computer only',
    allowPlain: true,
  });
  await person.buddies.online('juniper@localhost');
  await expect(person.buddies.row('River')).toBeVisible();
  return server;
}

test('everything from the first start to a conversation works with the keyboard alone @server', async ({ newPerson, server }) => {
  const juniper = newPerson('Juniper');
  server.addUser('keyriver', 'whoever');
  const river = await RawPeer.signIn(server, 'keyriver', { password: 'whoever' });
  try {
    await juniper.start();
    const { page } = juniper;
    const { keyboard } = page;
    const form = juniper.firstRun.choosePassphrase;
    await expect(form.or(juniper.firstRun.welcome)).toBeVisible();
    if (await form.isVisible()) {
      await expect(form.getByRole('textbox', { name: 'Passphrase', exact: true })).toBeFocused();
      await keyboard.type(juniper.passphrase);
      await tabTo(page, form.getByRole('textbox', { name: 'Passphrase again' }));
      await keyboard.type(juniper.passphrase);
      await keyboard.press('Enter');
    }
    await expect(page.getByRole('button', { name: /^Sign in With an address/ })).toBeFocused();
    await keyboard.press('Enter');
    const signIn = juniper.firstRun.signInForm;
    await expect(signIn.getByRole('textbox', { name: 'Address' })).toBeFocused();
    await keyboard.type(juniper.address);
    await tabTo(page, signIn.getByRole('textbox', { name: 'Password', exact: true }));
    await keyboard.type(juniper.password);
    await tabTo(page, signIn.getByRole('button', { name: 'More options' }));
    await keyboard.press('Enter');
    await tabTo(page, signIn.getByRole('textbox', { name: 'Server' }));
    await keyboard.type(server.host);
    await tabTo(page, signIn.getByRole('textbox', { name: 'Port' }));
    await keyboard.type(String(server.port));
    await keyboard.press('Enter');

    // The safe answer has the focus; the other one is a step away.
    const { question } = juniper.certificate;
    await expect(question.getByRole('button', { name: 'Do not connect' })).toBeFocused();
    await tabTo(page, question.getByRole('button', { name: 'Pin for this account' }), 'Shift+Tab');
    await keyboard.press('Enter');
    await juniper.buddies.online(juniper.address);

    await keyboard.press('Control+n');
    const add = page.getByRole('dialog', { name: 'Add a buddy' });
    await expect(add.getByRole('textbox', { name: 'Address' })).toBeFocused();
    await keyboard.type(river.address);
    await tabTo(page, add.getByRole('textbox', { name: 'Name' }));
    await keyboard.type('River');
    await keyboard.press('Enter');
    await expect(add).toBeHidden();
    await river.until(/type='subscribe'/);
    river.send(`<presence type='subscribed' to='${juniper.address}'/>`);
    await expect(juniper.buddies.row('River')).toHaveAccessibleName(/, Available/);

    await keyboard.press('Control+f');
    await expect(juniper.buddies.search).toBeFocused();
    await keyboard.type('riv');
    await keyboard.press('ArrowDown');
    await expect(juniper.buddies.tree).toBeFocused();
    await keyboard.press('ArrowDown');
    await keyboard.press('Enter');
    await expect(juniper.conversation.composer).toBeFocused();
    await keyboard.type('one line');
    await keyboard.press('Shift+Enter');
    await keyboard.type('and another');
    await keyboard.press('Enter');
    await river.until(/one line\nand another/);
    await expect(juniper.conversation.composer).toBeFocused();

    await keyboard.press('Control+Shift+o');
    const start = page.getByRole('menu', { name: 'Privacy' }).getByRole('menuitem', { name: 'Start private conversation' });
    await expect(start).toBeFocused();
    await keyboard.press('Enter');
    await river.until(/\?OTRv23\?/);
    await expect(juniper.conversation.notice('Starting a private conversation with River…')).toBeVisible();
  } finally {
    river.close();
  }
});

test('the menu bar, shortcuts and dialogs give the keyboard back where it was', async ({ newLoner }) => {
  const juniper = newLoner('Juniper');
  const server = await withBuddies(juniper);
  try {
    const { page, menus, conversation } = juniper;
    await juniper.buddies.open('River');
    await expect(conversation.composer).toBeFocused();
    await page.keyboard.press('F10');
    await expect(menus.title('Buddies')).toBeFocused();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    const tools = page.getByRole('menu', { name: 'Tools' });
    await expect(tools.getByRole('menuitem', { name: 'Start private conversation' })).toBeFocused();
    await page.keyboard.press('ArrowRight');
    await expect(page.getByRole('menu', { name: 'Help' }).getByRole('menuitem', { name: 'Keyboard shortcuts' })).toBeFocused();
    await page.keyboard.press('Enter');
    const shortcuts = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await expect(shortcuts).toContainText('Ctrl+Shift+O');
    await page.keyboard.press('Escape');
    await expect(shortcuts).toBeHidden();
    await expect(conversation.composer).toBeFocused();

    // A modal dialog keeps the keyboard inside.
    await page.keyboard.press('Control+p');
    const preferences = page.getByRole('dialog', { name: 'Preferences' });
    await expect(preferences).toBeVisible();
    for (let presses = 0; presses < 8; presses += 1) {
      await page.keyboard.press('Tab');
      expect(await page.evaluate(() => document.activeElement === document.body || document.activeElement?.closest('dialog') !== null)).toBe(true);
    }
    await page.keyboard.press('Escape');
    await expect(preferences).toBeHidden();
  } finally {
    await server.stop();
  }
});

test('tabs turn, close and keep what was typed in each', async ({ newLoner }) => {
  const juniper = newLoner('Juniper');
  const server = await withBuddies(juniper);
  try {
    const { page, conversation, buddies } = juniper;
    for (const name of ['River', 'Marlow', 'Ines']) {
      await buddies.open(name);
      await expect(conversation.heading(name)).toBeVisible();
      await conversation.composer.fill(`half a line for ${name}`);
    }
    await page.keyboard.press('Control+Tab');
    await expect(conversation.heading('River')).toBeVisible();
    await expect(conversation.composer).toHaveValue('half a line for River');
    await page.keyboard.press('Control+Shift+Tab');
    await expect(conversation.composer).toHaveValue('half a line for Ines');
    await page.keyboard.press('Control+2');
    await expect(conversation.composer).toHaveValue('half a line for Marlow');
    await conversation.tab('River').click();
    await expect(conversation.composer).toHaveValue('half a line for River');

    server.send("<message type='chat' from='marlow@localhost/x' to='juniper@localhost'><body>are you there?</body></message>");
    await expect(conversation.tab('Marlow')).toHaveAccessibleName(/1 unread message$/);
    await expect(buddies.row('Marlow')).toHaveAccessibleName(/1 unread message$/);
    await page.keyboard.press('Control+w');
    await expect(conversation.tab('River')).toHaveCount(0);
    await conversation.tab('Marlow').click();
    await conversation.expectMessage('are you there?', 'clear');
    await expect(conversation.tab('Marlow')).not.toHaveAccessibleName(/unread/);
    await expect(conversation.composer).toHaveValue('half a line for Marlow');
    await buddies.open('River');
    await expect(conversation.composer).toHaveValue('half a line for River');

    await juniper.quit();
    await juniper.start();
    await juniper.firstRun.pass(juniper.passphrase);
    await expect(juniper.conversation.tabs.getByRole('tab')).toHaveCount(3);
    await expect(juniper.conversation.tab('River')).toHaveAttribute('aria-selected', 'true');
  } finally {
    await server.stop();
  }
});

test('a narrow window shows the list or the conversation, and nothing is cut off', async ({ newLoner }) => {
  const juniper = newLoner('Juniper');
  const server = await withBuddies(juniper);
  try {
    const { page, conversation, buddies } = juniper;
    await page.setViewportSize({ width: 640, height: 480 });
    await expect(buddies.tree).toBeVisible();
    await expect(conversation.panel).toBeHidden();
    await buddies.open('River');
    await expect(conversation.heading('River')).toBeVisible();
    await expect(buddies.tree).toBeHidden();
    for (const part of [conversation.privacy, conversation.composer, conversation.send]) await expect(part).toBeInViewport({ ratio: 1 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
    await conversation.panel.getByRole('button', { name: 'Back to the buddy list' }).click();
    await expect(buddies.tree).toBeVisible();
    await expect(conversation.panel).toBeHidden();
    await page.setViewportSize({ width: 1100, height: 720 });
    await expect(buddies.tree).toBeVisible();
    await expect(conversation.panel).toBeVisible();
  } finally {
    await server.stop();
  }
});

const backgrounds = { light: 'rgb(246, 246, 248)', dark: 'rgb(20, 20, 24)' } as const;

async function backgroundOf(page: Page): Promise<string> {
  return page.evaluate(() => getComputedStyle(document.body).backgroundColor);
}

for (const theme of ['light', 'dark'] as const) {
  test(`axe finds no barrier on the main screens, ${theme}`, async ({ newLoner }) => {
    test.setTimeout(90_000);
    const juniper = newLoner('Juniper', { theme });
    await juniper.start();
    await expect.poll(() => backgroundOf(juniper.page)).toBe(backgrounds[theme]);
    const look = async (screen: string) => expect(await barriers(juniper.page), screen).toEqual([]);
    await expect(juniper.firstRun.choosePassphrase.or(juniper.firstRun.welcome)).toBeVisible();
    if (await juniper.firstRun.choosePassphrase.isVisible()) await look('passphrase');
    await juniper.firstRun.pass(juniper.passphrase);
    await look('welcome');
    await juniper.firstRun.fill({ address: 'nobody', password: '', port: 0 });
    await juniper.firstRun.signInForm.getByRole('button', { name: 'Sign in' }).click();
    await expect(juniper.firstRun.signInForm.getByRole('alert')).toHaveCount(2);
    await look('sign in');
    await juniper.quit();
    const server = await withBuddies(juniper);
    try {
      await look('buddy list');
      await juniper.buddies.open('River');
      server.send("<message type='chat' from='river@localhost/x' to='juniper@localhost'><body>see https://example.org/ please</body></message>");
      await juniper.conversation.say('and so it is');
      await juniper.conversation.expectMessage('please', 'clear');
      await look('conversation');
      await juniper.conversation.privacy.click();
      await look('privacy menu');
      await juniper.page.keyboard.press('Escape');
      for (const [menu, entry] of [['Buddies', 'Add buddy…'], ['Accounts', 'Manage accounts…'], ['Tools', 'Preferences']] as const) {
        await juniper.menus.choose(menu, entry);
        await look(entry);
        await juniper.page.keyboard.press('Escape');
      }
      server.send("<stream:error><conflict xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error></stream:stream>");
      await expect(juniper.buddies.trouble('juniper@localhost')).toBeVisible();
      await look('trouble');
    } finally {
      await server.stop();
    }
  });
}

test('the theme that was chosen holds at once, and at the next start', async ({ newLoner }) => {
  const juniper = newLoner('Juniper');
  const server = await withBuddies(juniper);
  try {
    await juniper.menus.setTheme('Light');
    await expect.poll(() => backgroundOf(juniper.page)).toBe(backgrounds.light);
    await juniper.menus.setTheme('Dark');
    await expect.poll(() => backgroundOf(juniper.page)).toBe(backgrounds.dark);
    await juniper.quit();
    await juniper.start();
    await juniper.firstRun.pass(juniper.passphrase);
    await expect(juniper.buddies.tree).toBeVisible();
    await expect.poll(() => backgroundOf(juniper.page)).toBe(backgrounds.dark);
  } finally {
    await server.stop();
  }
});

test('the page reaches neither Node nor the network, runs no foreign script and opens nothing', async ({ newLoner }) => {
  const juniper = newLoner('Juniper');
  await juniper.start();
  await juniper.firstRun.pass(juniper.passphrase);
  const { page } = juniper;
  const url = page.url();
  const outcomes = await page.evaluate(async () => {
    // Without a network everything fails; that it was the policy that refused, only this tells. The page brings a
    // policy of its own; the one that main serves with it knows of frame-ancestors.
    const refusedBy = new Set<string>();
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, originalPolicy }) => {
      if (originalPolicy.includes('frame-ancestors')) refusedBy.add(effectiveDirective);
    });
    const later = (work: () => string | void | Promise<string | void>): Promise<string> =>
      new Promise((resolve) => {
        // In a task of the page's own, where its policy holds and not the debugger's.
        setTimeout(() => {
          const refused = () => resolve('refused');
          const timer = setTimeout(refused, 2_000);
          const settle = (value: string | void) => {
            clearTimeout(timer);
            resolve(value ?? 'done');
          };
          try {
            Promise.resolve(work()).then(settle, refused);
          } catch {
            refused();
          }
        });
      });
    const loads = (element: HTMLElement) =>
      new Promise<void>((resolve, reject) => {
        element.addEventListener('load', () => resolve());
        element.addEventListener('error', () => reject(new Error()));
        document.body.append(element);
      });
    const make = <Name extends keyof HTMLElementTagNameMap>(name: Name, set: Partial<HTMLElementTagNameMap[Name]>) =>
      Object.assign(document.createElement(name), set);
    const opens = (socket: WebSocket | EventSource) =>
      new Promise<void>((resolve, reject) => {
        socket.onopen = () => resolve();
        socket.onerror = () => reject(new Error());
      });
    const named = (name: string) => Reflect.get(globalThis, name) as (code: string) => () => string;
    const seen = {
      node: ['require', 'process', 'module', 'Buffer', 'global', 'electron', 'ipcRenderer'].filter((name) => name in globalThis).join(),
      fetch: await later(() => fetch('https://example.org/').then(() => 'answered')),
      ownScheme: await later(() => fetch('app://elsewhere/').then(() => 'answered')),
      file: await later(() => fetch('file:///etc/hostname').then(() => 'answered')),
      socket: await later(() => opens(new WebSocket('wss://example.org/'))),
      events: await later(() => opens(new EventSource('https://example.org/'))),
      image: await later(() => loads(make('img', { src: 'https://example.org/a.png' }))),
      style: await later(() => loads(make('link', { rel: 'stylesheet', href: 'https://example.org/a.css' }))),
      frame: await later(() => void document.body.append(make('iframe', { src: 'https://example.org/' }))),
      eval: await later(() => void named('eval')('1')),
      function: await later(() => named('Function')('return "ran"')()),
      markup: await later(() => void (make('div', {}).innerHTML = '<b>x</b>')),
      worker: await later(() => new Promise<void>((resolve, reject) => {
        const worker = new Worker(URL.createObjectURL(new Blob(['postMessage(1)'])));
        worker.onmessage = () => resolve();
        worker.onerror = reject;
      })),
      opened: await later(() => (window.open('https://example.org/') === null ? 'nothing' : 'a window')),
      permission: await later(() => Notification.requestPermission()),
      camera: await later(() => navigator.mediaDevices.getUserMedia({ video: true }).then(() => 'given')),
      away: await later(() => void (location.href = 'https://example.org/')),
    };
    return { ...seen, refusedBy: [...refusedBy].sort() };
  });
  expect(outcomes).toEqual({
    node: '',
    fetch: 'refused',
    ownScheme: 'refused',
    file: 'refused',
    socket: 'refused',
    events: 'refused',
    image: 'refused',
    style: 'refused',
    frame: 'done',
    eval: 'refused',
    function: 'refused',
    markup: 'refused',
    worker: 'refused',
    opened: 'nothing',
    permission: 'denied',
    camera: 'refused',
    away: 'done',
    refusedBy: ['connect-src', 'frame-src', 'img-src', 'require-trusted-types-for', 'style-src-elem'],
  });
  await expect(juniper.firstRun.welcome).toBeVisible();
  expect(page.url()).toBe(url);
  expect(page.context().pages()).toHaveLength(1);
});

test('a second start on the same profile brings the first to the front and ends', async ({ newLoner }) => {
  const juniper = newLoner('Juniper');
  await juniper.start();
  await juniper.firstRun.pass(juniper.passphrase);
  const broughtToFront = () => juniper.app.log().filter(({ kind }) => kind === 'focus').length;
  const before = broughtToFront();

  const { command, args } = commandOf(await chooseRuntime(), [`--user-data-dir=${juniper.profile}`]);
  const second = spawn(command, args, { stdio: 'ignore', timeout: 20_000 });
  const [code] = (await once(second, 'exit')) as [number | null];
  expect(code).toBe(0);
  // Real Electron tells nobody outside which window is in front.
  if (juniper.app.runtime === 'standin') await expect.poll(broughtToFront).toBe(before + 1);
  await expect(juniper.firstRun.welcome).toBeVisible();
  await juniper.menus.choose('Help', 'About Sotto');
  await expect(juniper.page.getByRole('dialog', { name: 'About Sotto' })).toBeVisible();
});
