import './steps.css';

type StepsProps = {
  readonly label: string;
  readonly steps: readonly string[];
  /** The one that is under way, from 0. */
  readonly at: number;
};

/** How far something is that has a few steps: those done, the one under way, those to come. */
export function Steps({ label, steps, at }: StepsProps) {
  return (
    <div
      className="steps"
      role="progressbar"
      aria-label={label}
      aria-valuemin={1}
      aria-valuemax={steps.length}
      aria-valuenow={at + 1}
      aria-valuetext={steps[at]}
    >
      {steps.map((step, index) => (
        <div key={step} className={index < at ? 'step step-done' : index === at ? 'step step-now' : 'step'}>
          <span className="step-bar" />
          <span className="step-name">{step}</span>
        </div>
      ))}
    </div>
  );
}
