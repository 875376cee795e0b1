import { Component, type ReactNode } from 'react';

type Props = {
  /** When this becomes another value, the children are tried once more. */
  readonly about?: unknown;
  /** What stands in their place; a function is given what tries them once more. */
  readonly instead: ReactNode | ((again: () => void) => ReactNode);
  readonly children: ReactNode;
};

type State = { readonly failed: boolean; readonly about: unknown };

/**
 * Keeps an exception of its children while they render from taking the whole window with it: something else stands where
 * they stood. The exception itself is neither shown nor logged, since it may hold what somebody said.
 */
export class ErrorBoundary extends Component<Props, State> {
  override readonly state: State = { failed: false, about: this.props.about };

  static getDerivedStateFromError(): Partial<State> {
    return { failed: true };
  }

  static getDerivedStateFromProps({ about }: Props, before: State): Partial<State> | null {
    return about === before.about ? null : { failed: false, about };
  }

  readonly #again = (): void => this.setState({ failed: false });

  override render(): ReactNode {
    const { children, instead } = this.props;
    if (!this.state.failed) return children;
    return typeof instead === 'function' ? instead(this.#again) : instead;
  }
}
