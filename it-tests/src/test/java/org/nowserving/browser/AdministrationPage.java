package org.nowserving.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.regex.Pattern;
import org.nowserving.it.Launch;

/** What an admin does on the administration's page, whatever the test. The browser's own thread. */
final class AdministrationPage {
  /** The page takes a second click within 500 ms for the same one. */
  static final int AFTER_A_CLICK_MS = 550;

  private AdministrationPage() {}

  static Page signIn(Window window) {
    Page page = window.open("/administration");
    signIn(page, "admin", Launch.ADMIN_PASSWORD);
    assertThat(page.locator("#figures-known")).isVisible();
    return page;
  }

  static void signIn(Page page, String name, String password) {
    assertThat(page.locator("#sign-in")).isVisible();
    page.locator("#sign-in-name").fill(name);
    page.locator("#sign-in-password").fill(password);
    page.locator("#sign-in button").click();
  }

  static void go(Page page, String view) {
    page.locator("nav a[href='#" + view + "']").click();
    assertThat(page.locator("#" + view + "-title")).isVisible();
  }

  static void press(Locator scope, String button) {
    scope.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(button)).click();
  }

  /** In the dialog that asks, where the safe choice has the focus. */
  static void confirm(Page page) {
    assertThat(page.locator("#confirmation")).isVisible();
    assertThat(page.locator("#confirmation-leave")).isFocused();
    page.waitForTimeout(AFTER_A_CLICK_MS);
    page.locator("#confirmation-do").dblclick();
    assertThat(page.locator("#confirmation")).isHidden();
  }

  static void assertTold(Page page, String text) {
    // Names keep their direction by signs that are not to be seen.
    assertThat(page.locator("#told"))
        .hasText(Pattern.compile(text.replace("~", "[\u2068\u2069]?")));
  }

  static Locator row(Page page, String list, String text) {
    return page.locator("#" + list + " > *").filter(new Locator.FilterOptions().setHasText(text));
  }

  static int figure(Page page, String id) {
    return Integer.parseInt(page.locator("#" + id).textContent());
  }
}
