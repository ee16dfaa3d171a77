package org.nowserving.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.nowserving.limits.Places.at;

import java.net.InetAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which addresses count as one, and which lie in a range. */
class AddressTest {

  @ParameterizedTest
  @CsvSource({
    "192.0.2.7, 192.0.2.7, true",
    "192.0.2.7, 192.0.2.8, false",
    "192.0.2.0/24, 192.0.2.255, true",
    "192.0.2.0/24, 192.0.3.0, false",
    "192.0.2.129/25, 192.0.2.128, true",
    "192.0.2.129/25, 192.0.2.127, false",
    "192.0.2.4/31, 192.0.2.5, true",
    "192.0.2.4/31, 192.0.2.6, false",
    "0.0.0.0/0, 203.0.113.1, true",
    "0.0.0.0/0, 2001:db8::1, false",
    "127.0.0.0/8, 127.9.9.9, true",
    "::1, ::1, true",
    "::1, ::2, false",
    "2001:db8::/33, 2001:db8:7fff::1, true",
    "2001:db8::/33, 2001:db8:8000::1, false",
    "::ffff:192.0.2.7, 192.0.2.7, true",
    "::/0, 2001:db8::1, true"
  })
  void aRangeIsAllThatBeginWithTheSameBits(String range, String address, boolean inside) {
    assertEquals(inside, Places.range(range).contains(InetAddress.ofLiteral(address)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "10",
        "10.1",
        "10.0.0",
        "256.0.0.1",
        "1.2.3.4.5",
        "1.2.3.4/33",
        "1.2.3.4/",
        "/8",
        "1.2.3.4/08",
        "1.2.3.4/-1",
        "1.2.3.4/8/8",
        "localhost",
        "desk.example",
        "::1/129",
        "1::2::3",
        "fe80::1%eth0",
        "[::1]",
        "१.2.3.4",
        " 1.2.3.4",
        "::ffff:192.0.2.0/120"
      })
  void whatIsNoAddressIsNoRange(String text) {
    assertEquals(Optional.empty(), AddressRange.parse(text));
  }

  @Test
  void anAddressOfTheOldKindCountsByItself() {
    assertEquals(at("192.0.2.7").counted(), at("::ffff:192.0.2.7").counted());
    assertNotEquals(at("192.0.2.7").counted(), at("192.0.2.8").counted());
  }

  @Test
  void anAddressOfTheNewKindCountsAsItsNetwork() {
    assertEquals(at("2001:db8:0:1::1").counted(), at("2001:db8:0:1:ffff::9").counted());
    assertNotEquals(at("2001:db8:0:1::1").counted(), at("2001:db8:0:2::1").counted());
  }

  @Test
  void trustInOneAddressOfANetworkIsNoTrustInItsNeighbours() {
    assertFalse(Places.range("2001:db8::1").contains(at("2001:db8::2").address()));
  }

  @Test
  void nobodyReadsAnAddressInALog() {
    assertEquals("Source[…]", at("192.0.2.7").toString());
  }
}
