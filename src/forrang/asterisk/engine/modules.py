"""The modules that the engine loads: those that are needed, and no other.

Three fail late and unclearly when they are missing: `res_websocket_client` takes all of `res_ari*`
with it, `res_pjsip_pubsub` takes `chan_pjsip`, `res_stasis_snoop` takes `res_ari_channels`. Without
`res_pjsip_authenticator_digest` a stranger's call would be taken as if it needed no password. And
without `res_ari_recordings` a restart cannot ask whether a message is still recorded, and would cut it.
"""

MODULES = tuple(
    """
    res_sorcery_config res_sorcery_memory res_sorcery_astdb
    res_http_websocket res_websocket_client res_timing_timerfd res_crypto res_pjproject
    res_pjsip res_pjsip_pubsub res_pjsip_session res_pjsip_sdp_rtp res_rtp_asterisk chan_pjsip
    res_pjsip_authenticator_digest res_pjsip_caller_id res_pjsip_diversion
    res_pjsip_endpoint_identifier_ip res_pjsip_endpoint_identifier_anonymous
    res_pjsip_header_funcs res_pjsip_dtmf_info res_pjsip_rfc3326 res_pjsip_dlg_options
    res_pjsip_nat res_pjsip_logger
    res_stasis res_stasis_answer res_stasis_playback res_stasis_recording res_stasis_snoop
    app_stasis app_playtones app_playback app_record app_read
    res_ari res_ari_model res_ari_applications res_ari_asterisk res_ari_bridges
    res_ari_channels res_ari_events res_ari_playbacks res_ari_recordings res_ari_endpoints
    bridge_simple bridge_softmix bridge_holding bridge_native_rtp bridge_builtin_features
    res_musiconhold format_wav format_pcm format_sln
    codec_alaw codec_ulaw codec_resample codec_g722
    pbx_config func_callerid func_channel func_cut func_uri func_logic func_strings
    func_dialplan func_hangupcause func_env
    """.split()  # noqa: SIM905
)
