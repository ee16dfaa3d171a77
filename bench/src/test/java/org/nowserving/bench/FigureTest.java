package org.nowserving.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nowserving.bench.Samples.Sample;

class FigureTest {
  private final Samples samples = new Samples();

  private void add(Step step, double... values) {
    for (double value : values) {
      samples.add(step, new Sample(value, 0, 0));
    }
  }

  @Test
  void aRatioIsOursByTheYardstickRoundByRound() {
    add(Step.NEW_DEEP, 300, 100, 50);
    add(Step.PG_INSERT, 100, 200, 10);
    assertEquals(List.of(3.0, 0.5, 5.0), Figure.NEW_DEEP.ratios(samples));
  }

  @Test
  void aRoundInWhichOneIsMissingHasNone() {
    add(Step.NEW_DEEP, 300, 100);
    assertEquals(List.of(), Figure.NEW_DEEP.ratios(samples));
    add(Step.PG_INSERT, 100);
    assertEquals(List.of(3.0), Figure.NEW_DEEP.ratios(samples));
  }

  @Test
  void theWayToTheLastDisplayMayTakeOneFdatasyncMore() {
    add(Step.REACH, 900, 900);
    add(Step.BARE_REACH, 200, 200);
    add(Step.SYNC, 100, 250);
    assertEquals(List.of(3.0, 2.0), Figure.REACH.ratios(samples));
    assertEquals(Step.BARE_REACH.title() + ", + one fdatasync", Figure.REACH.yardstickTitle());
  }

  @Test
  void noOtherFigureAddsAnything() {
    add(Step.SYNC, 100);
    add(Step.NEW_SINGLE_HALF, 300);
    assertEquals(List.of(3.0), Figure.NEW_SINGLE_HALF.ratios(samples));
    assertEquals(Step.SYNC.title(), Figure.NEW_SINGLE_HALF.yardstickTitle());
  }

  @Test
  void aBoundHoldsOnItsOwnSideAndWhereItIsMet() {
    assertEquals(Figure.Bound.AT_LEAST, Figure.NEW_DEEP.bound());
    assertTrue(Figure.NEW_DEEP.holds(4, 4));
    assertTrue(Figure.NEW_DEEP.holds(5, 4));
    assertFalse(Figure.NEW_DEEP.holds(3.9, 4));
    assertEquals(Figure.Bound.AT_MOST, Figure.REACH.bound());
    assertTrue(Figure.REACH.holds(3, 3));
    assertTrue(Figure.REACH.holds(1, 3));
    assertFalse(Figure.REACH.holds(3.1, 3));
  }

  @ParameterizedTest
  @EnumSource
  void theAimIsBeyondTheMustAndUnitsAreTheSame(Figure figure) {
    assertTrue(figure.holds(figure.aim(), figure.must()));
    assertFalse(figure.holds(figure.must(), figure.aim()));
    assertEquals(figure.ours().unit(), figure.yardstick().unit());
  }
}
