/** The recipe of a step that is known by its id alone: planners name steps after their recipe, `desktop` or `desktop-xfce`. */
import { RecipeName, type StepId } from '../../contract/setUp';

export const recipeOf = (step: StepId): RecipeName =>
  RecipeName.options
    .filter((name) => step === name || step.startsWith(`${name}-`))
    .toSorted((one, other) => other.length - one.length)[0] ?? 'base';
