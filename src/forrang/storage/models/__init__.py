"""What is kept, one noun a module. Every row that says something of a customer names them."""

from forrang.storage.models.account import Account
from forrang.storage.models.act import Act
from forrang.storage.models.call_record import CallRecord
from forrang.storage.models.change import Change
from forrang.storage.models.customer import Customer
from forrang.storage.models.dictation import Dictation
from forrang.storage.models.entry_save import EntrySave
from forrang.storage.models.main_number_assignment import MainNumberAssignment
from forrang.storage.models.membership import Membership
from forrang.storage.models.notice import Notice
from forrang.storage.models.outgoing_mail import MailAttachment, OutgoingMail
from forrang.storage.models.presence import Presence
from forrang.storage.models.promise import Promise
from forrang.storage.models.second_factor import RecoveryCode, SecondFactor
from forrang.storage.models.service import Service
from forrang.storage.models.setup_version import SetupVersion
from forrang.storage.models.sound import Sound
from forrang.storage.models.spoken_code import CodeAsked, SpokenCode
from forrang.storage.models.staff import Staff
from forrang.storage.models.trunk import Trunk
from forrang.storage.models.vip_entry import VipEntry
from forrang.storage.models.vip_list_size import VipListSize
from forrang.storage.models.voicemail_message import VoicemailMessage

__all__ = [
    "Account",
    "Act",
    "CallRecord",
    "Change",
    "CodeAsked",
    "Customer",
    "Dictation",
    "EntrySave",
    "MailAttachment",
    "MainNumberAssignment",
    "Membership",
    "Notice",
    "OutgoingMail",
    "Presence",
    "Promise",
    "RecoveryCode",
    "SecondFactor",
    "Service",
    "SetupVersion",
    "Sound",
    "SpokenCode",
    "Staff",
    "Trunk",
    "VipEntry",
    "VipListSize",
    "VoicemailMessage",
]
