import { Button, Dialog, DialogTrigger, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { Icon } from './icons.tsx';

interface StartProps {
	label: string;
	className: string;
	isDisabled: boolean;
	/** Is it live, so that it must be confirmed? */
	isLive: boolean;
	/** What is to be confirmed then. */
	words: string;
	onStart(): void;
}

/** Starts something that sends. */
export function Start({ label, className, isDisabled, isLive, words, onStart }: StartProps) {
	const inside = (
		<>
			<Icon name="play" size={13} /> {label}
		</>
	);
	if (!isLive) {
		return (
			<Button className={className} isDisabled={isDisabled} onPress={onStart}>
				{inside}
			</Button>
		);
	}
	return (
		<DialogTrigger>
			<Button className={className} isDisabled={isDisabled}>
				{inside}
			</Button>
			<Confirm title="This is live" words={words} action="Run" onConfirm={onStart} />
		</DialogTrigger>
	);
}

export function Confirm({ title, words, action, onConfirm }: { title: string; words: string; action: string; onConfirm(): void }) {
	return (
		<ModalOverlay className="overlay" isDismissable>
			<Modal className="modal">
				<Dialog role="alertdialog" className="confirm">
					{({ close }) => (
						<>
							<Heading slot="title">{title}</Heading>
							<p>{words}</p>
							<div className="actions">
								<Button className="button" onPress={close} autoFocus>
									Cancel
								</Button>
								<Button
									className="button primary"
									onPress={() => {
										close();
										onConfirm();
									}}
								>
									{action}
								</Button>
							</div>
						</>
					)}
				</Dialog>
			</Modal>
		</ModalOverlay>
	);
}
