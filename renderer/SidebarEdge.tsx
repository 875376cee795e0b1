import { useRef, type KeyboardEvent, type PointerEvent } from 'react';
import { useStore } from 'zustand';
import { appStore, saveSettings } from './store/app-store.ts';
import { attempt } from './store/ui-store.ts';
import { t } from './strings/index.ts';

const narrowest = 220;
const widest = 480;
const clamped = (width: number) => Math.round(Math.max(narrowest, Math.min(widest, width)));

/** The edge between the list and the conversation: dragged, or moved by the arrow keys. Saved when let go. */
export function SidebarEdge() {
  const width = useStore(appStore, (state) => state.settings.sidebarWidth);
  const grabbed = useRef<number | null>(null);

  const show = (next: number) => {
    const { settings } = appStore.getState();
    appStore.setState({ settings: { ...settings, sidebarWidth: clamped(next) } });
  };
  const save = () => attempt(saveSettings({}));
  const onKeyDown = (event: KeyboardEvent) => {
    const to = { ArrowLeft: width - 16, ArrowRight: width + 16, Home: narrowest, End: widest }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    attempt(saveSettings({ sidebarWidth: clamped(to) }));
  };
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    grabbed.current = event.clientX - width;
    event.currentTarget.setPointerCapture(event.pointerId);
  };

  return (
    <div
      className="sidebar-edge"
      role="separator"
      aria-orientation="vertical"
      aria-label={t.app.edge}
      aria-valuemin={narrowest}
      aria-valuemax={widest}
      aria-valuenow={width}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onPointerDown={onPointerDown}
      onPointerMove={(event) => grabbed.current !== null && show(event.clientX - grabbed.current)}
      onLostPointerCapture={() => {
        grabbed.current = null;
        save();
      }}
    />
  );
}
