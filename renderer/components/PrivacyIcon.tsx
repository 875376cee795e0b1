import { LockOpen, ShieldCheck, ShieldOff, ShieldQuestionMark, type LucideIcon } from 'lucide-react';
import type { MessageMark, PrivacyLevel } from '../../shared/views.ts';
import './privacy.css';

export const privacyIcons: Record<PrivacyLevel, LucideIcon> = {
  'not-private': LockOpen,
  unverified: ShieldQuestionMark,
  private: ShieldCheck,
  finished: ShieldOff,
};

/** The level that a message's mark stands for. */
export const levelOfMark: Record<MessageMark, PrivacyLevel> = {
  clear: 'not-private',
  encrypted: 'unverified',
  verified: 'private',
};

type PrivacyIconProps = { readonly level: PrivacyLevel; readonly size: number; readonly label?: string | undefined };

/** The icon of a privacy level in its colour. With a label it is an image with that name, else decoration. */
export function PrivacyIcon({ level, size, label }: PrivacyIconProps) {
  const Icon = privacyIcons[level];
  const named = label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label };
  return (
    <span className={`privacy-icon privacy-${level}`} title={label} {...named}>
      <Icon size={size} aria-hidden />
    </span>
  );
}
