package org.nowserving.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorityTest {

  @ParameterizedTest
  @CsvSource({
    "localhost, localhost, -1, false",
    "Desk.Example:8080, desk.example, 8080, false",
    "192.168.1.20:80, 192.168.1.20, 80, true",
    "[::1], ::1, -1, true",
    "[FE80::1]:8080, fe80::1, 8080, true",
    "2130706433, 2130706433, -1, false",
    "0x7f.1, 0x7f.1, -1, false",
    "a_b-c.d:0, a_b-c.d, 0, false",
    "desk:65535, desk, 65535, false",
  })
  void readsHostAndPort(String text, String host, int port, boolean literal) {
    OptionalInt expected = port < 0 ? OptionalInt.empty() : OptionalInt.of(port);
    Authority authority = Authority.of(text).orElseThrow();
    assertEquals(new Authority(host, expected), authority);
    assertEquals(literal, authority.isAddressLiteral());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", ":8080", "desk:", "desk:+1", "desk:80a", "desk:65536", "desk:123456", "a b", "a,b",
        "user@desk", "desk/path", "desk?x", "::1", "[::1", "[]", "[::1]8080", "[desk]", "dèsk",
        "[::1]:", "desk:80:80",
      })
  void refusesWhatIsNone(String text) {
    assertEquals(Optional.empty(), Authority.of(text));
  }
}
