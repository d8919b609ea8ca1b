import type { ReactNode } from 'react';

interface FieldLabelProps {
	/** Of the field: the label itself is `<id>-label`, to name inputs by. */
	id: string;
	isRequired: boolean | undefined;
	children: ReactNode;
}

/** The label of a field, and whether it must be filled in. */
export function FieldLabel({ id, isRequired, children }: FieldLabelProps) {
	return (
		<span className="label" id={`${id}-label`}>
			{children}
			{isRequired ? (
				<>
					<span className="required" aria-hidden="true">
						*
					</span>
					<span className="hidden"> (required)</span>
				</>
			) : null}
		</span>
	);
}
