import type { LucideIcon } from 'lucide-react';
import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';
import './button.css';

type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & {
  readonly look?: 'primary' | 'secondary' | 'quiet' | 'danger' | undefined;
  readonly icon?: LucideIcon | undefined;
  readonly children: ReactNode;
  readonly ref?: Ref<HTMLButtonElement> | undefined;
};

/** A button with words on it. */
export function Button({ look = 'secondary', icon: Icon, children, className = '', type = 'button', ...rest }: ButtonProps) {
  return (
    <button type={type} className={`button button-${look} ${className}`} {...rest}>
      {Icon && <Icon size={16} aria-hidden />}
      {children}
    </button>
  );
}

type IconButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & {
  readonly icon: LucideIcon;
  /** Its name, for the tooltip and for screen readers. */
  readonly label: string;
  readonly look?: 'plain' | 'primary' | undefined;
  readonly size?: number | undefined;
  readonly ref?: Ref<HTMLButtonElement> | undefined;
};

/** A square button with an icon only. */
export function IconButton({
  icon: Icon,
  label,
  look = 'plain',
  size = 16,
  className = '',
  type = 'button',
  ...rest
}: IconButtonProps) {
  return (
    <button type={type} className={`icon-button icon-button-${look} ${className}`} aria-label={label} title={label} {...rest}>
      <Icon size={size} aria-hidden />
    </button>
  );
}
