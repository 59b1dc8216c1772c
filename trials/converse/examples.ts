import type { TrainingExamples } from '../../src/domain/understanding.ts'

/** Enough for the local provider to have something to do for each message. */
export const examples: TrainingExamples = {
  intents: {
    hours: ['when are you open', 'opening hours please', 'are you open on sunday', 'what time do you close'],
    order: ['where is my order', 'track my parcel', 'has my order been sent', 'status of my order'],
    price: ['how much is a latte', 'what does it cost', 'price of the beans', 'is there a discount'],
    person: ['I want to talk to a person', 'give me a human', 'can somebody call me', 'agent please'],
    greeting: ['hello', 'hi there', 'good morning', 'hey'],
  },
  none: ['the weather is fine', 'I like trains', 'what a game that was'],
}
