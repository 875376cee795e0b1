import type { CertificateQuestionView } from './accounts.ts';

/* Making an account on a server: the form that it sends. All texts are the server's, cut to a length. */

export type RegistrationField = {
  /** Unique in the form. */
  readonly name: string;
  readonly kind: 'text' | 'secret' | 'lines' | 'switch' | 'choice' | 'choices' | 'words';
  /** Empty where the server names the field only by its name. For `words`, what is to be read. */
  readonly label: string;
  readonly required: boolean;
  /** What stands there at first. A `switch` is '1' or '0'; the values of `choices` are lines. */
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
};

export type RegistrationForm = {
  readonly title: string;
  readonly instructions: string;
  readonly fields: readonly RegistrationField[];
  /** Where the server makes accounts on the web; only https. */
  readonly elsewhere: string | null;
  /** The server wants to know what a picture shows, which Sotto does not fetch: the form cannot be filled in here. */
  readonly asksPicture: boolean;
};

/** What a server says when it is asked for its form. */
export type RegistrationAnswer =
  | { readonly at: 'form'; readonly form: RegistrationForm }
  /** Its certificate is not trusted, and nothing was said yet. */
  | { readonly at: 'certificate'; readonly question: Pick<CertificateQuestionView, 'host' | 'reason' | 'certificate'> };
