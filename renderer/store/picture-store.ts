import { useEffect } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { call } from '../api.ts';
import type { FaultCode } from '../../shared/faults.ts';
import type { AccountId } from '../../shared/ids.ts';

/** Pictures at hand, those that were shown last; by hash, as addresses of the kind `data:`. */
const mostPictures = 400;

export const pictureStore = createStore<{ readonly urls: ReadonlyMap<string, string> }>(() => ({ urls: new Map() }));

const asked = new Set<string>();

/** The picture of a hash, once main has handed it over; the same bytes are asked for once. */
export function usePicture(accountId: AccountId, address: string, hash: string | null | undefined): string | undefined {
  const url = useStore(pictureStore, ({ urls }) => (hash ? urls.get(hash) : undefined));
  useEffect(() => {
    if (hash && url === undefined) void fetchPicture(accountId, address, hash);
  }, [accountId, address, hash, url]);
  return url;
}

async function fetchPicture(accountId: AccountId, address: string, hash: string): Promise<void> {
  if (asked.has(hash)) return;
  asked.add(hash);
  const answer = await call('pictures.get', { accountId, address });
  asked.delete(hash);
  if (!answer.ok || answer.value?.hash !== hash) return;
  const url = `data:${answer.value.type};base64,${answer.value.base64}`;
  pictureStore.setState(({ urls }) => ({ urls: new Map([...[...urls].slice(-mostPictures), [hash, url]]) }));
}

/** Shows a picture to the buddies of an account; `null`: none any more. */
export async function publishPicture(accountId: AccountId, picture: string | null): Promise<FaultCode | null> {
  const answer = await call('pictures.publish', { accountId, picture });
  return answer.ok ? null : answer.fault;
}
