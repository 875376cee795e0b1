import { t } from '../strings/index.ts';
import { exportStyles, type ExportStyle } from '../../shared/views.ts';
import { Radios } from './Field.tsx';

type Props = { readonly value: ExportStyle; readonly onChange: (style: ExportStyle) => void };

/** Which program an export is for. */
export function ExportStyleField({ value, onChange }: Props) {
  const options = exportStyles.map((style) => ({ value: style, label: t.moving.clients[style] }));
  return <Radios label={t.moving.exportFor} value={value} onChange={onChange} options={options} />;
}
