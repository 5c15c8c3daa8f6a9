import type { Browser, Page } from 'playwright-core';
import { signIn } from './sign-in.ts';

/** An analyst of Kominfo at the designer. */
export class Analyst {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Opens the process of that name in the editor. */
  static async open(browser: Browser, url: string, process: string): Promise<Analyst> {
    const analyst = new Analyst(await signIn(browser, { url: `${url}/designer`, user: 'sari' }));
    await analyst.page.locator('.models__item', { hasText: process }).click();
    await analyst.noFindings();
    return analyst;
  }

  async noFindings(): Promise<void> {
    await this.page.locator('.editor__findings').getByText('Tidak ada temuan').waitFor();
  }

  /** Selects a sequence flow by clicking on the middle of its line. */
  async selectFlow(flowId: string): Promise<void> {
    const middle = await this.page
      .locator(`.djs-element[data-element-id="${flowId}"] .djs-visual > path`)
      .first()
      .evaluate((line) => {
        const path = line as SVGPathElement;
        const point = path.getPointAtLength(path.getTotalLength() / 2);
        const { x, y } = point.matrixTransform(path.getScreenCTM() ?? undefined);
        return { x, y };
      });
    await this.page.mouse.click(middle.x, middle.y);
  }

  /** Writes the condition of the selected sequence flow in the panel of properties. */
  async writeCondition(condition: string): Promise<void> {
    const group = this.page.locator('[data-group-id="group-CamundaPlatform__Condition"]');
    const input = group.locator('input[name=conditionExpression]');
    if (!(await input.isVisible())) await group.locator('.bio-properties-panel-group-header').click();
    await input.fill(condition);
    await input.blur();
  }

  /** What the panel of findings says, once it says anything. */
  async findings(): Promise<string[]> {
    const list = this.page.locator('.editor__findings .finding');
    await list.first().waitFor();
    return await list.allInnerTexts();
  }

  /** Follows the first finding to its element, which it selects. */
  async followFinding(): Promise<void> {
    await this.page.locator('.editor__findings .finding button').first().click();
  }

  /** Names an element by double click and typing. */
  async rename(elementId: string, name: string): Promise<void> {
    await this.page.locator(`.djs-element[data-element-id="${elementId}"] .djs-hit`).first().dblclick({ force: true });
    await this.page.keyboard.press('Control+a');
    await this.page.keyboard.type(name);
    await this.page.locator('.editor__canvas').click({ position: { x: 500, y: 20 }, force: true });
    await this.page.getByText('(belum diterbitkan)').waitFor();
  }

  /** Opens the dialog that deploys. */
  async openDeployment(): Promise<void> {
    await this.page.locator('.editor__bar').getByRole('button', { name: 'Terbitkan' }).click();
  }

  get deployButton() {
    return this.page.locator('alur-dialog').getByRole('button', { name: 'Terbitkan', exact: true });
  }

  async cancelDeployment(): Promise<void> {
    await this.page.locator('alur-dialog').getByRole('button', { name: 'Batal' }).click();
  }

  /** Deploys what is drawn. @returns the new version. */
  async deploy(): Promise<number> {
    await this.openDeployment();
    await this.deployButton.click();
    const message = await this.page
      .getByText(/^Terbit sebagai versi \d+\.$/)
      .first()
      .innerText();
    return Number(/\d+/.exec(message)?.[0]);
  }

  async leave(): Promise<void> {
    await this.page.context().close();
  }
}
