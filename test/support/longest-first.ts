import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { budgetOf } from './budgets.ts';

/** Starts the files with the longest budgets first: one of them that begins last would keep the run waiting alone. */
export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((one, other) => budgetOf(nameOf(other)) - budgetOf(nameOf(one)));
  }
}

const nameOf = ({ moduleId, project }: TestSpecification) => moduleId.slice(project.config.root.length + 1);
