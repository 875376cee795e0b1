import type { Dialog, MessageBoxOptions, OpenDialogOptions, SaveDialogOptions } from 'electron';
import { named } from './named.ts';
import { observe, scriptedAnswer } from './observed.ts';

/** The options are the last argument: a window may stand before them. */
function optionsOf<Options>(args: readonly unknown[]): Options {
  return args.at(-1) as Options;
}

/** Notes a dialog and takes its scripted answer. */
function ask<Options extends object>(dialog: string, options: Options): Readonly<Record<string, unknown>> | null {
  observe('dialog', { dialog, options });
  return scriptedAnswer(dialog);
}

function messageBox(options: MessageBoxOptions): { response: number; checkboxChecked: boolean } {
  const answer = ask('showMessageBox', options);
  return { response: Number(answer?.['response'] ?? options.cancelId ?? 0), checkboxChecked: answer?.['checkboxChecked'] === true };
}

function openFiles(options: OpenDialogOptions): { canceled: boolean; filePaths: string[] } {
  const paths = ask('showOpenDialog', options)?.['filePaths'];
  return Array.isArray(paths) ? { canceled: false, filePaths: paths.map(String) } : { canceled: true, filePaths: [] };
}

function saveFile(options: SaveDialogOptions): { canceled: boolean; filePath: string } {
  const path = ask('showSaveDialog', options)?.['filePath'];
  return typeof path === 'string' ? { canceled: false, filePath: path } : { canceled: true, filePath: '' };
}

type Implemented = Pick<Dialog, 'showErrorBox'> & {
  showMessageBox(...args: unknown[]): Promise<Electron.MessageBoxReturnValue>;
  showMessageBoxSync(...args: unknown[]): number;
  showOpenDialog(...args: unknown[]): Promise<Electron.OpenDialogReturnValue>;
  showSaveDialog(...args: unknown[]): Promise<Electron.SaveDialogReturnValue>;
};

const implemented: Implemented = {
  showMessageBox: (...args) => Promise.resolve(messageBox(optionsOf<MessageBoxOptions>(args))),
  showMessageBoxSync: (...args) => messageBox(optionsOf<MessageBoxOptions>(args)).response,
  showOpenDialog: (...args) => Promise.resolve(openFiles(optionsOf<OpenDialogOptions>(args))),
  showSaveDialog: (...args) => Promise.resolve(saveFile(optionsOf<SaveDialogOptions>(args))),
  showErrorBox(title, content) {
    observe('dialog', { dialog: 'showErrorBox', options: { title, content } });
    process.stderr.write(`${title}: ${content}\n`);
  },
};

export const dialog: Pick<
  Dialog,
  'showMessageBox' | 'showMessageBoxSync' | 'showOpenDialog' | 'showSaveDialog' | 'showErrorBox'
> = named('dialog', implemented);
