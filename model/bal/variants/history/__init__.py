"""The fixed defects of the program, each as `Bal` with the rule as it was before its fix, and every other rule of today."""

from model.bal.variants.history.bound_of_k_a_tenth import BoundOfKATenth
from model.bal.variants.history.bounds_before_lps import BoundsBeforeLps
from model.bal.variants.history.burn_always_charges import BurnAlwaysCharges
from model.bal.variants.history.defect import Defect, Fix
from model.bal.variants.history.dust_holds_the_last_lp import DustHoldsTheLastLp
from model.bal.variants.history.fee_slice_of_the_surplus import FeeSliceOfTheSurplus
from model.bal.variants.history.full_exit_in_steps import FullExitInSteps
from model.bal.variants.history.imbalance_blocks_exits import ImbalanceBlocksExits
from model.bal.variants.history.jit_shared_with_lps import JitSharedWithLps
from model.bal.variants.history.k_below_the_shares import KBelowTheShares
from model.bal.variants.history.k_cost_credited import KCostCredited
from model.bal.variants.history.last_lp_leaves_dust import LastLpLeavesDust
from model.bal.variants.history.one_unit_for_all_shares import OneUnitForAllShares
from model.bal.variants.history.quote_sum_misses_fees import QuoteSumMissesFees
from model.bal.variants.history.remainder_folded_into_the_mark import RemainderFoldedIntoTheMark
from model.bal.variants.history.remainder_outside_the_update import RemainderOutsideTheUpdate
from model.bal.variants.history.remainders_add_in_i32 import RemaindersAddInI32
from model.bal.variants.history.settlement_leaves_twice import SettlementLeavesTwice
from model.bal.variants.history.settlement_moves_the_amm import SettlementMovesTheAmm
from model.bal.variants.history.settles_before_funding import SettlesBeforeFunding
from model.bal.variants.history.simulation_forgets_the_remainder import SimulationForgetsTheRemainder
from model.bal.variants.history.spreads_of_the_old_k import SpreadsOfTheOldK
from model.bal.variants.history.unsettled_quote_in_millionths import UnsettledQuoteInMillionths

VARIANTS: tuple[type[Defect], ...] = (
    SettlementMovesTheAmm,
    SettlementLeavesTwice,
    FeeSliceOfTheSurplus,
    BurnAlwaysCharges,
    QuoteSumMissesFees,
    RemainderFoldedIntoTheMark,
    LastLpLeavesDust,
    SettlesBeforeFunding,
    BoundsBeforeLps,
    SpreadsOfTheOldK,
    JitSharedWithLps,
    BoundOfKATenth,
    ImbalanceBlocksExits,
    KBelowTheShares,
    RemaindersAddInI32,
    SimulationForgetsTheRemainder,
    OneUnitForAllShares,
    FullExitInSteps,
    RemainderOutsideTheUpdate,
    UnsettledQuoteInMillionths,
    DustHoldsTheLastLp,
    KCostCredited,
)
"""One class a defect, in the order of their ids."""

__all__ = [
    "VARIANTS",
    "BoundOfKATenth",
    "BoundsBeforeLps",
    "BurnAlwaysCharges",
    "Defect",
    "DustHoldsTheLastLp",
    "FeeSliceOfTheSurplus",
    "Fix",
    "FullExitInSteps",
    "ImbalanceBlocksExits",
    "JitSharedWithLps",
    "KBelowTheShares",
    "KCostCredited",
    "LastLpLeavesDust",
    "OneUnitForAllShares",
    "QuoteSumMissesFees",
    "RemainderFoldedIntoTheMark",
    "RemainderOutsideTheUpdate",
    "RemaindersAddInI32",
    "SettlementLeavesTwice",
    "SettlementMovesTheAmm",
    "SettlesBeforeFunding",
    "SimulationForgetsTheRemainder",
    "SpreadsOfTheOldK",
    "UnsettledQuoteInMillionths",
]
